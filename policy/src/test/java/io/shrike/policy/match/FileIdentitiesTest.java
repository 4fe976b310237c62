package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import io.shrike.policy.match.FileIdentities.Inode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileIdentitiesTest {
    private static final ByteString PASSWD = ByteString.utf8("/etc/passwd");
    private static final ByteString SHADOW = ByteString.utf8("/etc/shadow");

    private static final ByteString LINK = ByteString.utf8("/tmp/link");

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

    @Test
    void believesWhatItLooksUpAndNotWhatACallWouldDo() {
        Map<ByteString, Inode> files = new HashMap<>(Map.of(SHADOW, new Inode(1, 7)));
        identities.watch(files::get);
        identities.mayChange(SHADOW);
        assertThat(identities.otherNameOf(LINK, 1, 7)).isEqualTo(SHADOW);
        files.put(SHADOW, new Inode(1, 8));
        assertThat(identities.otherNameOf(LINK, 1, 7)).isNull();
        assertThat(identities.otherNameOf(LINK, 1, 8)).isEqualTo(SHADOW);
        assertThat(identities.otherNameOf(SHADOW, 1, 8)).isNull();
    }

    @Test
    void keepsAFileWhoseDirectoryIsRenamedButNotOneThatIsRemoved() {
        Map<ByteString, Inode> files = new HashMap<>(Map.of(SHADOW, new Inode(1, 7), PASSWD, new Inode(1, 6)));
        identities.watch(files::get);
        files.clear();
        assertThat(identities.otherNameOf(LINK, 1, 7)).isEqualTo(SHADOW);
        identities.mayChange(PASSWD);
        assertThat(identities.otherNameOf(LINK, 1, 6)).isNull();
        assertThat(identities.otherNameOf(LINK, 1, 7)).isEqualTo(SHADOW);
    }

    @Test
    void findsOutThatANameIsMade() {
        Map<ByteString, Inode> files = new HashMap<>();
        identities.watch(files::get);
        identities.mayChange(SHADOW);
        assertThat(identities.otherNameOf(LINK, 1, 7)).isNull();
        files.put(SHADOW, new Inode(1, 7));
        assertThat(identities.otherNameOf(LINK, 1, 7)).isEqualTo(SHADOW);
    }

    @Test
    void doesNotTakeTheSameNameInAnotherRootForTheFile() {
        identities.watch(Map.of(SHADOW, new Inode(1, 7))::get);
        identities.met(SHADOW, 9, 9);
        assertThat(identities.otherNameOf(LINK, 9, 9)).isNull();
        assertThat(identities.otherNameOf(LINK, 1, 7)).isEqualTo(SHADOW);
    }

    @Test
    void looksAgainAFewTimesOnlyAfterACallThatMayChangeAName() {
        int[] looks = {0};
        identities.watch(name -> {
            looks[0]++;
            return name.equals(SHADOW) ? new Inode(1, 7) : null;
        });
        identities.mayChange(SHADOW);
        for (int i = 0; i < 1000; i++) {
            identities.otherNameOf(LINK, 3, 3);
        }
        int after = looks[0];
        assertThat(after).isBetween(200, 300);
        identities.otherNameOf(LINK, 3, 3);
        assertThat(looks[0]).isEqualTo(after);
    }

    @Test
    void looksUpANameThatACallFoundToBeAnotherFile() {
        Map<ByteString, Inode> files = new HashMap<>(Map.of(SHADOW, new Inode(1, 7)));
        identities.watch(files::get);
        files.put(SHADOW, new Inode(1, 8));
        identities.met(SHADOW, 1, 8);
        assertThat(identities.nameOf(1, 8)).isEqualTo(SHADOW);
        assertThat(identities.nameOf(1, 7)).isNull();
    }

    @Test
    void knowsAFileByTheNameThatIsLeftOfTwo() {
        identities.learn(PASSWD, 1, 7);
        identities.learn(SHADOW, 1, 7);
        identities.forget(PASSWD);
        assertThat(identities.nameOf(1, 7)).isEqualTo(SHADOW);
        identities.forget(SHADOW);
        assertThat(identities.nameOf(1, 7)).isNull();
    }
}
