package io.shrike.policy.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Action;
import io.shrike.model.FileOperation;
import io.shrike.model.IpAddress;
import io.shrike.model.Severity;
import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.NetworkRules.OutboundRules;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.SoftwareRules.PackageManagerRule;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicySchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ShippedPoliciesTest {
    private static final Path POLICIES = Path.of("..", "policies");

    private static List<PolicyDocument> load(String location) {
        FoundPolicies found = new PolicySources(_ -> Optional.empty(), PolicyFetcher.none()).find(List.of(location));
        ParseResult result = found.parse(_ -> Optional.empty());
        assertThat(result.problems()).isEmpty();
        return result.documents();
    }

    private static PolicyDocument shipped(String name) {
        return load(POLICIES.resolve(name).toString()).getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minimal-policy.yaml",
                "fim-policy.yaml",
                "software-detection-policy.yaml",
                "network-security-policy.yaml",
                "tracing-policy-schema.yaml"
            })
    void loadsAndNamesItsSchema(String name) throws IOException {
        assertThat(load(POLICIES.resolve(name).toString())).isNotEmpty();
        assertThat(Files.readString(POLICIES.resolve(name)))
                .startsWith("# yaml-language-server: $schema=tracing-policy.schema.json\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "balanced", "aggressive"})
    void loadsEveryMode(String mode) {
        PolicyDocument policy = load("builtin:" + mode).getFirst();
        assertThat(policy.name()).isEqualTo("builtin-" + mode);
        assertThat(policy.actions().block().enabled()).isFalse();
        assertThat(policy.actions().alert().destinations()).isEmpty();
    }

    @Test
    void holdsTheSchemaOfTheProgram() throws IOException {
        assertThat(Files.readString(POLICIES.resolve("tracing-policy.schema.json")))
                .isEqualTo(PolicySchema.text());
    }

    @Test
    void loadsAsADirectory() {
        assertThat(load(POLICIES.toString())).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void usesEveryKeyInTheFullOne() throws IOException {
        Set<String> used = new TreeSet<>();
        Matcher key = Pattern.compile("([A-Za-z0-9]+):")
                .matcher(Files.readString(POLICIES.resolve("tracing-policy-schema.yaml")));
        while (key.find()) {
            used.add(key.group(1));
        }
        assertThat(keysOfTheSchema()).hasSizeGreaterThan(70).isSubsetOf(used);
    }

    private static Set<String> keysOfTheSchema() {
        Set<String> keys = new TreeSet<>();
        collectKeys(JsonMapper.shared().readTree(PolicySchema.text()), keys);
        return keys;
    }

    private static void collectKeys(JsonNode node, Set<String> keys) {
        if (node.path("additionalProperties").isBoolean()) {
            keys.addAll(node.path("properties").propertyNames());
        }
        node.forEach(child -> collectKeys(child, keys));
    }

    private static FileRule rule(PolicyDocument policy, String path) {
        return policy.files().orElseThrow().paths().stream()
                .filter(rule -> rule.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void watchesReadsOfShadowAndChangesOfCron() {
        PolicyDocument fim = shipped("fim-policy.yaml");
        FileRule shadow = rule(fim, "/etc/shadow");
        assertThat(shadow.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(shadow.events()).contains(FileOperation.OPEN);
        assertThat(shadow.processes().include()).isEmpty();
        FileRule cron = rule(fim, "/etc/cron.d");
        assertThat(cron.recursive()).isTrue();
        assertThat(cron.events()).contains(FileOperation.WRITE, FileOperation.CHMOD, FileOperation.UNLINK);
    }

    @Test
    void detectsEveryBuiltInManager() {
        PolicyDocument software = shipped("software-detection-policy.yaml");
        assertThat(software.software().orElseThrow().packageManagers())
                .extracting(PackageManagerRule::name)
                .contains("apt", "apt-get", "dpkg", "yum", "dnf", "microdnf", "rpm", "apk", "pip", "pip3", "uv")
                .contains("easy_install", "npm", "yarn", "pnpm", "npx", "gem", "bundle", "go", "cargo", "composer")
                .contains("conda", "curl", "wget");
    }

    @Test
    void takesAConnectionToTheWorldOrToSshForAViolation() {
        OutboundRules outbound = shipped("network-security-policy.yaml")
                .network()
                .orElseThrow()
                .outbound()
                .orElseThrow();
        assertThat(outbound.blockedPorts().entries()).anyMatch(range -> range.contains(22));
        assertThat(outbound.allowlist().entries()).noneMatch(cidr -> cidr.prefix() == 0);
        assertThat(outbound.allowlist().entries()).extracting(Cidr::address).anyMatch(address -> !address.v4());
        assertThat(outbound.allowlist().entries()).doesNotContain(new Cidr(IpAddress.v4(0xc0000200), 24));
        assertThat(outbound.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void blocksNothingUnlessAskedTo() {
        for (PolicyDocument document : load(POLICIES.toString())) {
            assertThat(document.actions().block().enabled()).as(document.name()).isFalse();
        }
    }

    @Test
    void readsOnlyCredentialsInTheBalancedMode() {
        PolicyDocument balanced = load("builtin:balanced").getFirst();
        assertThat(balanced.files().orElseThrow().paths())
                .filteredOn(rule -> rule.events().contains(FileOperation.OPEN))
                .extracting(FileRule::path)
                .allMatch(path -> path.matches(
                        ".*(shadow|sudoers|/id_\\*|_key|credentials|gcloud.*|azure.*|kube/config|docker/config.json"
                                + "|git-credentials|serviceaccount|/etc/ssl/private|/proc/kcore|\\.sock|/dev/.*|debug)$"
                                        .formatted()));
        assertThat(balanced.network().orElseThrow().outbound().orElseThrow().logAllowed())
                .isFalse();
        assertThat(balanced.network().orElseThrow().inbound()).isEmpty();
        assertThat(balanced.executions().orElseThrow().trackedExecutables())
                .filteredOn(rule -> rule.action() == Action.BLOCK)
                .isEmpty();
    }
}
