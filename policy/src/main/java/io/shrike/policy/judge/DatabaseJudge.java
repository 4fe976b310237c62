package io.shrike.policy.judge;

import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.Finding;
import io.shrike.model.ProcessView;
import io.shrike.policy.software.PackageRecord;
import io.shrike.policy.software.PackageRecords;
import java.util.List;
import java.util.Optional;

/** Decides changes to the records of installed packages, so that an install without a known command is seen. */
final class DatabaseJudge {
    private final List<DatabaseEntry> rules;
    private final PackageRecords records = new PackageRecords();

    DatabaseJudge(List<DatabaseEntry> rules) {
        this.rules = List.copyOf(rules);
    }

    void judge(FileActivity activity, ProcessView process, Tally tally) {
        if (rules.isEmpty()) {
            return;
        }
        for (FileEffect effect : activity.effects()) {
            if (Paths.of(effect.target()) instanceof Field.Known<ByteString>(ByteString path)) {
                Optional<PackageRecord> record = records.changed(path, effect, process);
                if (record.isPresent()) {
                    rules.forEach(rule -> tally.add(rule.match()));
                    tally.offer(EventType.SOFTWARE_INSTALLATION, software(record.get()));
                }
            }
        }
    }

    private static Finding.Software software(PackageRecord record) {
        return new Finding.Software(record.manager(), record.operation(), record.packages());
    }
}
