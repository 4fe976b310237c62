package io.shrike.bench;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.IpAddress;
import io.shrike.model.NetworkOperation;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.model.Protocol;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.match.CidrTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What the policies are asked. Each question has the same answer under few rules and under many: half of them meet one of the
 * first ten rules, half meet none of all.
 */
final class Questions {
    static final int COUNT = 1024;

    private Questions() {}

    static ProcessRef process() {
        return new ProcessRef(
                12,
                12,
                1,
                Field.known(ByteString.utf8("/usr/bin/bash")),
                Field.known(List.of(ByteString.utf8("bash"))),
                Field.known(0),
                Field.known(0),
                Field.known(ByteString.utf8("/")),
                Field.known(Instant.EPOCH),
                List.of());
    }

    static List<Activity> opens() {
        List<String> met = List.of("/srv/app0/conf/a", "/srv/b/x5/c.conf", "/srv/site6-eu/data", "/var/lib/a/k7");
        List<Activity> questions = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String path = i % 2 == 0 ? met.get(i / 2 % 4) : "/usr/lib/python3/site-packages/x" + i + ".py";
            FileEffect effect = new FileEffect(FileTarget.ofPath(ByteString.utf8(path)), Set.of(FileOperation.WRITE));
            questions.add(new Activity.FileActivity("openat", List.of(effect), List.of(), Optional.empty()));
        }
        return questions;
    }

    static List<Activity> execs() {
        List<String> met = List.of("/usr/bin/tool0", "/opt/tool1", "/opt/t2-x", "/usr/bin/tool9");
        List<Activity> questions = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            ByteString path = ByteString.utf8(i % 2 == 0 ? met.get(i / 2 % 4) : "/usr/bin/program-" + i);
            questions.add(new Activity.ExecActivity(
                    "execve",
                    Field.known(path),
                    ProgramFile.ofPath(path),
                    List.of(),
                    Field.known(List.of(path)),
                    Field.known(List.of())));
        }
        return questions;
    }

    static List<Activity> connects() {
        Random random = new Random(9);
        List<Cidr> met = Rules.networks(Rules.FEW);
        CidrTable.Builder all = new CidrTable.Builder();
        Rules.networks(Rules.MANY).forEach(cidr -> all.add(cidr.address(), cidr.prefix()));
        CidrTable table = all.build();
        List<Activity> questions = new ArrayList<>();
        while (questions.size() < COUNT) {
            IpAddress address = IpAddress.v4(random.nextInt());
            if (questions.size() % 2 == 0) {
                questions.add(connect(met.get(questions.size() / 2 % met.size()).address()));
            } else if (table.find(address) == CidrTable.NONE && !address.isLoopback()) {
                questions.add(connect(address));
            }
        }
        return questions;
    }

    private static Activity connect(IpAddress address) {
        return new Activity.NetworkActivity(
                "connect",
                NetworkOperation.CONNECT,
                Protocol.TCP,
                Optional.empty(),
                Optional.of(Field.known(new Endpoint.Inet(address, 443))),
                Optional.empty());
    }
}
