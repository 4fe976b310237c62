package io.shrike.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.app.config.ConfigurationException;
import io.shrike.app.doctor.Coverage;
import io.shrike.app.doctor.Examination;
import io.shrike.app.doctor.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shrike doctor}: what this kernel, profile and these capabilities let Shrike see, per rule. */
@Command(
        name = "doctor",
        description =
                "Probes kernel, profile and capabilities, watches a trial program, and says of each rule of the policy"
                        + " whether it is enforced, observed or blind here. Exits 1 where nothing can be watched.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--policy",
            paramLabel = "P",
            description = "Policy file or directory, or builtin:MODE; may be repeated. Default as for run.")
    private List<String> policies = new ArrayList<>();

    @Option(names = "--format", paramLabel = "F", description = "text (default) or json.")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec is set by picocli");
        PrintWriter out = command.commandLine().getOut();
        Path launcher = Optional.ofNullable(System.getProperty("shrike.launch"))
                .map(Path::of)
                .orElseThrow(() -> new ConfigurationException(
                        "shrike: doctor must be started by the shrike command, which says where the launcher is"));
        Examination examination =
                Examination.of(PolicyTexts.load(policies, command.commandLine().getErr()), launcher, System.getenv());
        switch (format) {
            case TEXT -> print(examination, out);
            case JSON -> JsonOutput.print(out, json -> write(examination, json));
        }
        return examination.works() ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private static void print(Examination examination, PrintWriter out) {
        out.println("engine: " + examination.engine().orElse("none") + " (" + examination.why() + ")");
        out.println();
        for (Finding finding : examination.findings()) {
            out.println("  " + mark(finding.state()) + " " + finding.name() + ": " + finding.detail());
            if (!finding.consequence().isEmpty()) {
                out.println("        " + finding.consequence());
            }
        }
        out.println();
        out.println("Rules here:");
        for (Coverage rule : examination.rules()) {
            out.println("  " + word(rule.level()) + "  " + rule.rule());
            rule.why().forEach(why -> out.println("        " + why));
        }
    }

    private static String mark(Finding.State state) {
        return switch (state) {
            case WORKS -> "ok   ";
            case LIMITED -> "limit";
            case FAILS -> "FAILS";
            case FACT -> "     ";
        };
    }

    private static void write(Examination examination, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("engine", examination.engine().orElse("none"));
        json.writeStringField("engineReason", examination.why());
        json.writeArrayFieldStart("findings");
        for (Finding finding : examination.findings()) {
            json.writeStartObject();
            json.writeStringField("name", finding.name());
            json.writeStringField("state", word(finding.state()));
            json.writeStringField("detail", finding.detail());
            json.writeStringField("consequence", finding.consequence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rules");
        for (Coverage rule : examination.rules()) {
            json.writeStartObject();
            json.writeStringField("rule", rule.rule());
            json.writeStringField("coverage", word(rule.level()));
            JsonOutput.strings(json, "why", rule.why());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
