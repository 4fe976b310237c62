package io.shrike.trace.decode;

import io.shrike.model.Activity.DnsQuestion;
import java.util.ArrayList;
import java.util.List;

/** The questions of a DNS query (RFC 1035, section 4). Anything that is not a well-formed query has none. */
final class DnsMessage {
    private static final int HEADER = 12;
    private static final int MAX_QUESTIONS = 16;
    /** Of a name in a message, its length bytes and the last zero included. */
    private static final int MAX_NAME = 255;

    private DnsMessage() {}

    static List<DnsQuestion> questions(byte[] message, int from) {
        if (message.length - from < HEADER || (message[from + 2] & 0xf8) != 0) {
            return List.of();
        }
        int count = ByteOrderedReads.network16(message, from + 4);
        if (count == 0 || count > MAX_QUESTIONS) {
            return List.of();
        }
        List<DnsQuestion> questions = new ArrayList<>(count);
        int at = from + HEADER;
        for (int i = 0; i < count; i++) {
            StringBuilder name = new StringBuilder();
            at = name(message, at, name);
            if (at < 0 || at + 4 > message.length) {
                return List.copyOf(questions);
            }
            questions.add(new DnsQuestion(name.toString(), type(ByteOrderedReads.network16(message, at))));
            at += 4;
        }
        return List.copyOf(questions);
    }

    /** Appends the name at {@code start} and returns where it ends, or -1; a query has no reason to compress. */
    private static int name(byte[] message, int start, StringBuilder into) {
        int at = start;
        while (at >= 0 && at < message.length) {
            int length = message[at] & 0xff;
            if (length == 0) {
                return at + 1;
            }
            if (length > 63 || at + length >= message.length || at + length + 2 - start > MAX_NAME) {
                return -1;
            }
            if (!into.isEmpty()) {
                into.append('.');
            }
            for (int i = at + 1; i <= at + length; i++) {
                appendByte(message[i], into);
            }
            at += length + 1;
        }
        return -1;
    }

    /** Printable ASCII in lower case; any other byte, and a dot inside a label, as {@code \DDD}, as zone files write it. */
    private static void appendByte(byte b, StringBuilder into) {
        int c = b & 0xff;
        if (c > ' ' && c < 0x7f && c != '.' && c != '\\') {
            into.append(Character.toLowerCase((char) c));
        } else {
            into.append('\\')
                    .append((char) ('0' + c / 100))
                    .append((char) ('0' + c / 10 % 10))
                    .append((char) ('0' + c % 10));
        }
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "A";
            case 2 -> "NS";
            case 5 -> "CNAME";
            case 6 -> "SOA";
            case 12 -> "PTR";
            case 15 -> "MX";
            case 16 -> "TXT";
            case 28 -> "AAAA";
            case 33 -> "SRV";
            case 64 -> "SVCB";
            case 65 -> "HTTPS";
            case 255 -> "ANY";
            default -> "TYPE" + type;
        };
    }
}
