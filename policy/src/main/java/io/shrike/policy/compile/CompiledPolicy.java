package io.shrike.policy.compile;

import io.shrike.model.Judge;
import io.shrike.model.Needs;
import io.shrike.policy.document.Problem;
import io.shrike.policy.match.FileIdentities;
import java.util.List;

/**
 * Policies ready to apply.
 *
 * @param judge decides by all of them; for one thread
 * @param needs what the judge must see
 * @param ruleNeeds what each rule contributed to the needs, in the order of the documents
 * @param warnings of what the compiler could not do as it is written
 * @param policyNames the names of the documents, in order, each once
 * @param delivery what the documents want of delivery
 * @param identities the files that rules name exactly; telling it their inodes, at start and from the judge's thread, lets
 *     the judge know them by other names too. It learns more from what it judges
 */
public record CompiledPolicy(
        Judge judge,
        Needs needs,
        List<RuleNeeds> ruleNeeds,
        List<Problem> warnings,
        List<String> policyNames,
        DeliverySettings delivery,
        FileIdentities identities) {
    public CompiledPolicy {
        ruleNeeds = List.copyOf(ruleNeeds);
        warnings = List.copyOf(warnings);
        policyNames = List.copyOf(policyNames);
    }
}
