package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileIdentitiesTest {
    private static final ByteString PASSWD = ByteString.utf8("/etc/passwd");
    private static final ByteString SHADOW = ByteString.utf8("/etc/shadow");

    private final FileIdentities identities = new FileIdentities(Set.of(PASSWD, SHADOW));

    @Test
    void findsTheNameOfAnInodeItSaw() {
        identities.learn(PASSWD, 1, 7);
        assertThat(identities.nameOf(1, 7)).isEqualTo(PASSWD);
        assertThat(identities.nameOf(2, 7)).isNull();
    }

    @Test
    void keepsOnlyTheLastInodeOfAName() {
        identities.learn(PASSWD, 1, 7);
        identities.learn(PASSWD, 1, 8);
        assertThat(identities.nameOf(1, 7)).isNull();
        assertThat(identities.nameOf(1, 8)).isEqualTo(PASSWD);
    }

    @Test
    void forgetsAnInodeThatGoesAway() {
        identities.learn(PASSWD, 1, 7);
        identities.forget(PASSWD);
        assertThat(identities.nameOf(1, 7)).isNull();
    }

    @Test
    void takesNoNoteOfOtherNamesOrOfNoInode() {
        identities.learn(ByteString.utf8("/tmp/x"), 1, 7);
        identities.learn(PASSWD, 1, 0);
        assertThat(identities.nameOf(1, 7)).isNull();
        assertThat(identities.nameOf(1, 0)).isNull();
    }

    @Test
    void keepsTheFirstOfTwoNamesOfOneInode() {
        identities.learn(PASSWD, 1, 7);
        identities.learn(SHADOW, 1, 7);
        identities.forget(SHADOW);
        assertThat(identities.nameOf(1, 7)).isEqualTo(PASSWD);
    }
}
