package io.shrike.policy.compile;

import io.shrike.policy.document.PolicyDocument;
import java.util.List;

/** A document's labels as tags, for what is told of the document as a whole. */
final class Labels {
    private Labels() {}

    static List<String> of(PolicyDocument document) {
        return document.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }
}
