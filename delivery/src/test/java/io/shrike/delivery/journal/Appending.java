package io.shrike.delivery.journal;

import io.shrike.model.Severity;
import java.nio.file.Path;

/** A process that appends numbers, says on its standard output which are flushed, and acknowledges some; until it is killed. */
final class Appending {
    private Appending() {}

    public static void main(String[] words) {
        Journal journal = Journal.open(JournalConfig.of(Path.of(words[0]), 64 << 20, 1 << 20), Journals.BOTH);
        int first = Integer.parseInt(words[1]);
        Severity[] severities = Severity.values();
        for (int i = first; ; i++) {
            journal.append(
                    severities[i % severities.length], Journals.entry(i + " " + "y".repeat(i % 700), Journals.ONE));
            if (i % 3 == 0) {
                journal.flush();
                System.out.println("f " + i);
            }
            if (i % 50 == 0) {
                Batch batch = journal.poll(Journals.ONE, 20, 1 << 20);
                batch.entries().forEach(entry -> System.out.println("a " + number(entry)));
                System.out.flush();
                journal.acknowledge(batch);
            }
        }
    }

    static int number(Entry entry) {
        String text = entry.event().escaped();
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }
}
