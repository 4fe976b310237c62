package io.shrike.aws.securityhub;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.securityhub.model.AwsSecurityFinding;
import software.amazon.awssdk.services.securityhub.model.Network;
import software.amazon.awssdk.services.securityhub.model.NetworkDirection;
import software.amazon.awssdk.services.securityhub.model.ProcessDetails;
import software.amazon.awssdk.services.securityhub.model.Resource;
import software.amazon.awssdk.services.securityhub.model.Severity;

/** An event in the AWS Security Finding Format, whose texts are cut to what it allows. */
record Finding(EventFacts event) {
    private static final String SCHEMA = "2018-10-08";
    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_DESCRIPTION = 1024;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_PATH = 512;
    private static final int LONGEST_VALUE = 1024;
    private static final List<String> SUBJECTS =
            List.of("file.path", "network.domain", "network.destIp", "software.packageManager", "syscall.name");
    private static final List<String> FIELDS = List.of(
            "eventType",
            "action",
            "outcome",
            "rules.policy",
            "rules.rule",
            "file.path",
            "file.operation",
            "container.name",
            "container.image",
            "container.taskFamily",
            "container.clusterArn");

    /** The same event is the same finding. */
    AwsSecurityFinding of(Account account, Instant otherwise) {
        String moment = moment(otherwise).truncatedTo(ChronoUnit.MILLIS).toString();
        String severity = text("severity").orElse("low");
        AwsSecurityFinding.Builder finding = AwsSecurityFinding.builder()
                .schemaVersion(SCHEMA)
                .id(text("eventId").orElse("unknown"))
                .productArn(account.product())
                .generatorId(cut("shrike/" + text("rules.policy").orElse("sensor") + "/" + rule(), LONGEST_PATH))
                .awsAccountId(account.id())
                .types(type())
                .createdAt(moment)
                .updatedAt(moment)
                .firstObservedAt(moment)
                .severity(Severity.builder()
                        .label(severity.toUpperCase(Locale.ROOT))
                        .original(severity)
                        .build())
                .title(cut(
                        "Shrike: " + what() + actor().map(path -> " by " + path).orElse(""), LONGEST_TITLE))
                .description(cut(description(), LONGEST_DESCRIPTION))
                .resources(resource(account))
                .productFields(fields());
        process().ifPresent(finding::process);
        network().ifPresent(finding::network);
        return finding.build();
    }

    private Optional<String> text(String path) {
        return event.at(path);
    }

    private Instant moment(Instant otherwise) {
        try {
            return text("timestamp").map(Instant::parse).orElse(otherwise);
        } catch (DateTimeParseException _) {
            return otherwise;
        }
    }

    private String rule() {
        return text("rules.rule").orElse(text("eventType").orElse("event"));
    }

    private String what() {
        return text("eventType").orElse("event").replace('_', ' ');
    }

    private Optional<String> actor() {
        return text("process.executable");
    }

    private String description() {
        String subject = SUBJECTS.stream()
                .flatMap(path -> text(path).stream())
                .findFirst()
                .map(name -> " " + name)
                .orElse("");
        return actor().map(path -> path + ": ").orElse("") + what() + subject + "; action "
                + text("action").orElse("none") + ", outcome " + text("outcome").orElse("none") + ", rule " + rule()
                + text("rules.policy").map(policy -> " of " + policy).orElse("") + ", event "
                + text("eventId").orElse("unknown");
    }

    /** In the taxonomy of types that the format has. */
    private String type() {
        return "Unusual Behaviors/"
                + switch (text("eventType").orElse("")) {
                    case "process_execution", "syscall", "session" -> "Process";
                    case "network_connection", "network_listen", "dns_query" -> "Network Flow";
                    case "file_change", "file_access", "file_download" -> "Data";
                    case "software_installation" -> "Application";
                    default -> "Container";
                };
    }

    private Resource resource(Account account) {
        Optional<String> task = text("container.taskArn");
        return Resource.builder()
                .type(task.isPresent() ? "AwsEcsTask" : "Other")
                .id(cut(task.or(() -> text("container.id")).orElse("shrike"), LONGEST_PATH))
                .partition(account.partition())
                .region(account.region())
                .build();
    }

    private Optional<ProcessDetails> process() {
        return actor().map(path -> {
            ProcessDetails.Builder details = ProcessDetails.builder().path(cut(path, LONGEST_PATH));
            text("process.name").ifPresent(name -> details.name(cut(name, LONGEST_NAME)));
            event.number("process.pid").ifPresent(details::pid);
            event.number("process.ppid").ifPresent(details::parentPid);
            return details.build();
        });
    }

    private Optional<Network> network() {
        return text("network.destIp").map(ip -> {
            Network.Builder flow = Network.builder()
                    .direction(
                            text("network.direction").filter("inbound"::equals).isPresent()
                                    ? NetworkDirection.IN
                                    : NetworkDirection.OUT);
            if (ip.indexOf(':') < 0) {
                flow.destinationIpV4(ip);
            } else {
                flow.destinationIpV6(ip);
            }
            text("network.protocol").map(name -> cut(name, LONGEST_NAME)).ifPresent(flow::protocol);
            text("network.domain").map(name -> cut(name, LONGEST_PATH)).ifPresent(flow::destinationDomain);
            event.number("network.destPort").ifPresent(flow::destinationPort);
            return flow.build();
        });
    }

    private Map<String, String> fields() {
        return FIELDS.stream()
                .filter(path -> text(path).isPresent())
                .collect(Collectors.toMap(
                        path -> "shrike/" + path,
                        path -> cut(text(path).orElse(""), LONGEST_VALUE),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /** No more characters than that, and no half of one. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}
