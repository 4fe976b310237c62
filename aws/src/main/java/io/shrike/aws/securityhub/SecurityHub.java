package io.shrike.aws.securityhub;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Bounds;
import io.shrike.aws.access.EntryAnswers;
import io.shrike.aws.access.Item;
import io.shrike.aws.access.Requests;
import io.shrike.aws.access.Service;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.BatchImportFindingsResponse;
import software.amazon.awssdk.services.securityhub.model.ImportFindingsError;

/** Findings of AWS Security Hub, one for each event. A request holds at most a hundred. */
public final class SecurityHub extends Service<SecurityHubClient> {
    private static final Bounds REQUEST = new Bounds(100, 6_000_000, 240_000);
    /** A dozen texts of at most a thousand characters, and some smaller ones. */
    private static final long MOST_OF_A_FINDING = 60_000;

    private final String region;
    private final InstantSource clock;
    private final EntryAnswers answers = new EntryAnswers(Set.of("InvalidInput"));
    private Optional<String> account;

    /** {@code account}: whose findings these are; empty for that of the task, which events name. */
    public SecurityHub(Access access, Optional<String> account, InstantSource clock) {
        super("securityhub " + access.region(), () -> access.client(SecurityHubClient.builder()));
        this.region = access.region();
        this.account = account;
        this.clock = clock;
    }

    @Override
    public SendResult send(List<ByteString> events) {
        List<EventFacts> facts = events.stream().map(EventFacts::of).toList();
        account = account.or(() -> facts.stream()
                .flatMap(event -> event.at("container.taskArn").flatMap(Account::ofTask).stream())
                .findFirst());
        if (account.isEmpty()) {
            return new SendResult.Unauthorized(
                    "noAccount", "no event says the account of the task: set accountId in the policy");
        }
        Account owner = new Account(account.get(), region);
        Settlement settled = new Settlement(events.size());
        List<Item<AwsSecurityFinding>> findings = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            AwsSecurityFinding finding = new Finding(facts.get(place)).of(owner, clock.instant());
            findings.add(new Item<>(place, finding, MOST_OF_A_FINDING));
        }
        return Requests.send(REQUEST.parts(findings, settled), settled, this::put);
    }

    private void put(List<Item<AwsSecurityFinding>> part, Settlement settled) {
        BatchImportFindingsResponse answer = client().batchImportFindings(request ->
                request.findings(part.stream().map(Item::body).toList()));
        Map<String, String> failed = new HashMap<>();
        for (ImportFindingsError error : answer.failedFindings()) {
            failed.put(error.id(), error.errorCode());
        }
        boolean understood = answer.successCount() != null;
        answers.settle(
                part,
                n -> understood
                        ? Optional.ofNullable(failed.get(part.get(n).body().id()))
                        : Optional.of(EntryAnswers.UNKNOWN),
                settled);
    }
}
