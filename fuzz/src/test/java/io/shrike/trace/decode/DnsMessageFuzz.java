package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.Activity.DnsQuestion;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/** Any bytes as a DNS message: the names of the questions, encoded again, are the bytes they were read from. */
class DnsMessageFuzz {
    private static final int HEADER = 12;

    @FuzzTest
    void readsNamesThatEncodeToTheirBytes(byte[] message) {
        int at = HEADER;
        List<DnsQuestion> questions = DnsMessage.questions(message, 0);
        assertThat(questions).hasSizeLessThanOrEqualTo(16);
        for (DnsQuestion question : questions) {
            byte[] encoded = encode(question.name());
            byte[] read = Arrays.copyOfRange(message, at, at + encoded.length);
            assertThat(encoded).hasSizeLessThanOrEqualTo(255).isEqualTo(lowerCase(read));
            at += encoded.length + 4;
        }
        byte[] framed = new byte[message.length + 2];
        System.arraycopy(message, 0, framed, 2, message.length);
        assertThat(DnsMessage.questions(framed, 2)).isEqualTo(questions);
    }

    /** Length bytes are below 64, so that none of them is a letter. */
    private static byte[] lowerCase(byte[] bytes) {
        byte[] lower = bytes.clone();
        for (int i = 0; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] = (byte) (lower[i] + 32);
            }
        }
        return lower;
    }

    private static byte[] encode(String name) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.", -1)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < label.length(); i++) {
                boolean escape = label.charAt(i) == '\\';
                bytes.write(escape ? Integer.parseInt(label.substring(i + 1, i + 4)) : label.charAt(i));
                i += escape ? 3 : 0;
            }
            encoded.write(bytes.size());
            encoded.writeBytes(bytes.toByteArray());
        }
        encoded.write(0);
        return encoded.toByteArray();
    }
}
