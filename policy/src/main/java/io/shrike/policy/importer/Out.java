package io.shrike.policy.importer;

import java.util.List;
import java.util.SequencedMap;

/** A value to be written as YAML. */
sealed interface Out {
    /** Text, quoted where it must be. */
    record Text(String text) implements Out {}

    /** Written as it is: a number, a boolean, a word of the policy language. */
    record Plain(String text) implements Out {}

    /** A list, on one line. */
    record Items(List<Out> items) implements Out {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A mapping, on one line. */
    record Table(SequencedMap<String, Out> entries) implements Out {}

    static Out texts(List<String> texts) {
        return new Items(texts.stream().<Out>map(Text::new).toList());
    }

    static Out words(List<String> words) {
        return new Items(words.stream().<Out>map(Plain::new).toList());
    }
}
