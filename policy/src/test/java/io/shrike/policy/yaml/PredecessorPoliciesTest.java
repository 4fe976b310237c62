package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.document.Cidr;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Policies in the manner of the strace-based monitor: whatever its users wrote must load as it is. */
final class PredecessorPoliciesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SNS_TOPIC_ARN",
            "arn:aws:sns:eu-west-1:123456789012:alerts",
            "QUALYS_CRS_ENDPOINT",
            "https://gateway.example");

    private static PolicyDocument load(String sections) {
        ParseResult result = Text.parse(Text.policy(sections), ENVIRONMENT);
        assertThat(result.problems()).filteredOn(Problem::isError).isEmpty();
        return result.documents().getFirst();
    }

    @Test
    void theFullOneLoads() {
        PolicyDocument document = load("""
                fileIntegrityMonitoring:
                  enabled: true
                  paths:
                    - path: /etc
                      recursive: true
                      events: [open, write, unlink, chmod, chown]
                      severity: high
                    - path: /home/*/.ssh
                      recursive: true
                      events: [open, write, unlink, chmod]
                      severity: high
                processExecution:
                  enabled: true
                  trackedExecutables:
                    - {name: apt, severity: medium, action: alert}
                    - {name: /bin/bash, args: ["-i", "-c"], severity: high, action: alert}
                    - {name: nc, args: ["-e", "-l"], severity: critical, action: block}
                networkMonitoring:
                  enabled: true
                  outboundConnections:
                    allowlist:
                      - 10.0.0.0/8
                      - 172.16.0.0/12
                    blocklist:
                      - 0.0.0.0/0  # everything else
                    blockedPorts:
                      - 22   # SSH
                      - 3389 # RDP
                    blockedIPs: []
                  inboundConnections:
                    allowedPorts:
                      - 8080
                    alertOnUnexpected: true
                softwareInstallation:
                  enabled: true
                  packageManagers:
                    - name: apt
                      commands: [install, upgrade, remove]
                      severity: medium
                    - name: dpkg
                      commands: [-i, --install, -r, --remove]
                      severity: medium
                  dynamicLibraries:
                    enabled: true
                    paths:
                      - /lib
                      - /usr/local/lib
                syscallFiltering:
                  tracedSyscalls:
                    - execve
                    - clone
                    - fork
                    - vfork
                    - open
                    - unlink
                    - fchmodat
                    - lchown
                    - connect
                    - listen
                    - accept4
                    - recvfrom
                actions:
                  log:
                    enabled: true
                    destination: cloudwatch
                    logGroup: /ecs/runtime-security
                  alert:
                    enabled: true
                    destinations:
                      - type: sns
                        topicArn: ${SNS_TOPIC_ARN}
                      - type: qualys-crs
                        endpoint: ${QUALYS_CRS_ENDPOINT}
                        enabled: true
                  block:
                    enabled: false
                    action: terminate
                  qualysIntegration:
                    enabled: true
                    endpoint: https://gateway.qg2.apps.qualys.com
                    sendEvents: true
                    eventTypes:
                      - process_execution
                      - file_change
                performance:
                  samplingRate: 1.0
                  batchSize: 10
                  batchTimeout: 5
                  maxEventsPerSecond: 100
                """);
        assertThat(document.network()
                        .orElseThrow()
                        .outbound()
                        .orElseThrow()
                        .blocklist()
                        .entries())
                .extracting(Cidr::toString)
                .containsExactly("0.0.0.0/0");
        assertThat(document.actions().alert().destinations().getFirst().setting("topicArn"))
                .contains("arn:aws:sns:eu-west-1:123456789012:alerts");
        assertThat(document.syscalls()
                        .orElseThrow()
                        .tracedSyscalls()
                        .orElseThrow()
                        .names())
                .contains("vfork");
    }

    @Test
    void theNetworkOneLoadsWithADestinationThatNamesNothing() {
        PolicyDocument document = load("""
                networkMonitoring:
                  enabled: true
                  outboundConnections:
                    blockedIPs:
                      - 198.51.100.0/24
                    cryptoMiningPools:
                      - pool.minexmr.com
                  inboundConnections:
                    allowedPorts: [8080, 8443]
                    alertOnUnexpected: true
                syscallFiltering:
                  tracedSyscalls: [connect, bind, listen, accept, accept4, socket, sendto, recvfrom]
                actions:
                  alert:
                    enabled: true
                    destinations:
                      - type: sns
                      - type: qualys-crs
                        enabled: true
                        eventType: network_connection
                performance:
                  samplingRate: 0.5
                """);
        assertThat(document.actions().alert().destinations().get(1).filter().eventTypes())
                .containsExactly("network_connection");
        assertThat(document.performance().samplingRate()).isEqualTo(0.5);
    }
}
