package io.shrike.policy.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.shrike.model.ByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines, their arguments separated by {@code ~}, before and after; {@code #} is the mark. */
class RedactionTest {
    private static String redact(String commandLine) {
        List<ByteString> arguments =
                Arrays.stream(commandLine.split("~")).map(ByteString::utf8).toList();
        return Redaction.redact(arguments).stream()
                .map(ByteString::toString)
                .collect(Collectors.joining("~"))
                .replace(Redaction.MARK, "#");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x~--password~hunter2~-v | x~--password~#~-v
            x~--password=hunter2 | x~--password=#
            x~--password=a,b;c d | x~--password=#
            x~--db-password~hunter2 | x~--db-password~#
            x~--dbPassword=hunter2 | x~--dbPassword=#
            x~-password~hunter2 | x~-password~#
            x~--token~abc | x~--token~#
            x~--api-key~abc | x~--api-key~#
            x~--apiKey=abc | x~--apiKey=#
            x~--secret-access-key~abc | x~--secret-access-key~#
            x~--client_secret=abc | x~--client_secret=#
            x~-Dspring.datasource.password=abc | x~-Dspring.datasource.password=#
            env~DB_PASSWORD=abc~AWS_SECRET_ACCESS_KEY=xyz~HOME=/root | env~DB_PASSWORD=#~AWS_SECRET_ACCESS_KEY=#~HOME=/root
            docker~run~-e~MYSQL_ROOT_PASSWORD=abc~mysql | docker~run~-e~MYSQL_ROOT_PASSWORD=#~mysql
            mysql~-psecret~-uroot | mysql~-p#~-uroot
            /usr/bin/mysqldump~-p~secret | /usr/bin/mysqldump~-p~#
            sshpass~-p~secret~ssh~h | sshpass~-p~#~ssh~h
            redis-cli~-a~secret~ping | redis-cli~-a~#~ping
            tool~-p~s3cret | tool~-p~#
            curl~-u~me:secret~http://h | curl~-u~me:#~http://h
            curl~-ume:secret~http://h | curl~-ume:#~http://h
            curl~-u~ghp_0123456789abcdefghij~http://h | curl~-u~#~http://h
            curl~-u~ghp_0123456789abcdefghij:x-oauth-basic~http://h | curl~-u~#:#~http://h
            smbclient~-Ume%secret~//h/s | smbclient~-Ume%#~//h/s
            curl~--user=me:secret~http://h | curl~--user=me:#~http://h
            curl~https://me:secret@h/x?a=1 | curl~https://#@h/x?a=1
            curl~https://tok3n@h/x | curl~https://#@h/x
            git~clone~https://oauth2:abc@gitlab.com/x.git | git~clone~https://#@gitlab.com/x.git
            psql~postgres://u:p@db:5432/app | psql~postgres://#@db:5432/app
            curl~https://h/?access_token=abc&b=1 | curl~https://h/?access_token=#&b=1
            curl~-H~Authorization: Bearer abc.def | curl~-H~Authorization: Bearer #
            curl~-H~X-Api-Key: abc def | curl~-H~X-Api-Key: #
            curl~-H~Cookie: a=b; c=d | curl~-H~Cookie: #
            x~Bearer abcdefgh | x~Bearer #
            aws~configure~set~aws_secret_access_key~abc | aws~configure~set~aws_secret_access_key~#
            x~AKIAIOSFODNN7EXAMPLE | x~#
            x~--id=AKIAIOSFODNN7EXAMPLE | x~--id=#
            x~wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY | x~#
            x~wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz | x~#
            x~ghp_0123456789abcdefghijABCDEFGHIJ012345 | x~#
            x~eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc | x~#
            x~{"user":"a","password":"b c","n":1} | x~{"user":"a","password":"#","n":1}
            x~{"token" : "b"} | x~{"token" : "#"}
            sh~-c~mysql --password=abc -u root && echo ok | sh~-c~mysql --password=# -u root && echo ok
            sh~-c~export API_TOKEN=abc; ls --color=auto | sh~-c~export API_TOKEN=#; ls --color=auto
            sh~-c~tool --password 'a b' --x | sh~-c~tool --password '#' --x
            sh~-c~curl -H "Authorization: Basic abc" h | sh~-c~curl -H "Authorization: Basic #" h
            openssl~enc~-pass~pass:abc | openssl~enc~-pass~#
            openssl~rsa~-passin~pass:abc | openssl~rsa~-passin~pass:#
            """)
    void hidesSecrets(String before, String after) {

        assertThat(redact(before)).isEqualTo(after.strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ls~-la~/etc
            mkdir~-p~a/b
            ssh~-p~2222~me@host
            nc~-p~x
            tool~-p~8080:80
            tool~-p~/path
            x~--password-file~/run/secret
            x~--password-stdin~y
            x~--max-tokens~100
            x~--passive~y
            x~--token-ttl=5
            x~--compass~y
            x~--password
            x~--password~--verbose
            env~PWD=/srv/app
            kubectl~get~secret~db
            curl~https://host:8080/a@b
            git~checkout~0123456789abcdef0123456789abcdef01234567
            scp~a~me@host:/x
            x~a=b=c
            curl~-u~me~http://h
            x~Basic ok
            java~-jar~app.jar~--server.port=8080
            x~http://h/?q=1
            """)
    void leavesTheRestAlone(String commandLine) {
        assertThat(redact(commandLine)).isEqualTo(commandLine.strip());
    }

    @Test
    void keepsBytesThatAreNoText() {
        ByteString broken = ByteString.of((byte) 0xff, (byte) 0xc3, (byte) 'x');
        assertThat(Redaction.redact(List.of(ByteString.utf8("x"), broken)))
                .containsExactly(ByteString.utf8("x"), broken);
        ByteString pair = ByteString.utf8("grüße=ä PASSWORD=abc");
        assertThat(Redaction.redact(List.of(ByteString.utf8("x"), pair)).get(1))
                .isEqualTo(ByteString.utf8("grüße=ä PASSWORD=" + Redaction.MARK));
    }

    @Test
    void hidesAPrivateKey() {
        assertThat(redact("x~-----BEGIN RSA PRIVATE KEY-----\nabc")).isEqualTo("x~#");
    }

    @Test
    void takesTimeInProportionToTheLength() {
        for (String piece : List.of("token:\n", "a://", "\" ", "Bearer ", "x=", "--password ", "{\"", "@", "'")) {
            ByteString huge = ByteString.utf8(piece.repeat(2_000_000 / piece.length()));
            // in proportion it is far below a second; by the square of the length it would be hours
            assertTimeoutPreemptively(
                    Duration.ofMinutes(2), () -> Redaction.redact(List.of(ByteString.utf8("x"), huge)), piece);
        }
    }
}
