package io.shrike.it.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void tellsAnExitCodeFromASignal() {
        assertThat(Command.shell(directory, "exit 137").alone().ending()).isEqualTo(new Ending.Exited(137));
        assertThat(Command.shell(directory, "kill -9 $$").alone().ending()).isEqualTo(new Ending.Signaled(9));
    }

    @Test
    void givesInputEnvironmentAndDirectory() {
        Ran ran = Command.shell(directory, "cat; echo $A; pwd")
                .withStdin("in\n")
                .withEnvironment("A", "b")
                .alone();
        assertThat(ran.stdout()).isEqualTo("in\nb\n" + directory + "\n");
    }

    @Test
    void closesStandardInputWhenAsked() {
        Ran ran = Command.shell(directory, "test -e /proc/$$/fd/0 && echo open || echo closed")
                .withStdinClosed()
                .alone();
        assertThat(ran.stdout()).isEqualTo("closed\n");
    }

    @Test
    void dropsToAnotherUser() {
        Host.needsRoot();
        Host.needsReachableRepository();
        Ran ran = Command.shell(directory, "id -u; id -G")
                .asUser(Host.ORDINARY_USER)
                .alone();
        assertThat(ran.stdout()).isEqualTo("12345\n12345\n");
    }

    @Test
    void findsWhatARunLeavesBehind() {
        Ran ran = Command.shell(directory, "setsid sleep 30 & exit 0").alone();
        assertThat(ran.left()).singleElement().asString().contains("sleep 30");
    }

    @Test
    void killsWhatTakesTooLong() {
        assertThatThrownBy(() -> Command.shell(directory, "echo begun; sleep 30")
                        .within(Duration.ofMillis(300))
                        .alone())
                .hasMessageContaining("begun")
                .hasMessageContaining("sleep 30");
    }

    @Test
    void comparesOutputAndEnding() {
        Ending zero = new Ending.Exited(0);
        assertThatCode(() -> Alone.compare(Canned.ran(zero, "a\nb\n"), Canned.ran(zero, "a\nb\n")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Alone.compare(Canned.ran(zero, "a\nb\n"), Canned.ran(zero, "a\nc\n")))
                .hasMessageContaining("first in line 2: alone \"b\", watched \"c\"");
        assertThatThrownBy(() -> Alone.compare(Canned.ran(zero, ""), Canned.ran(new Ending.Signaled(31), "")))
                .hasMessageContaining("Signaled");
    }
}
