package io.shrike.trace.decode;

import io.shrike.linux.syscall.Multiplexer;
import io.shrike.model.Field;
import java.util.Optional;

/** i386's socketcall(int call, unsigned long *args): one number for every socket call (linux/net.h). */
final class SocketCallMultiplexer {
    /** How many arguments each call has (nargs in net/socket.c); what lies behind them need not be readable. */
    private static final int[] COUNTS = {0, 3, 3, 3, 2, 3, 3, 3, 4, 4, 4, 6, 6, 2, 5, 5, 3, 3, 4, 5, 4};

    private static final int WORD = 4;

    private SocketCallMultiplexer() {}

    /** Turns {@code call} into the call it stands for; one that cannot be read stays what it is. */
    static void expand(Call call) {
        int number = call.intArgument(0);
        Optional<String> name = Multiplexer.SOCKETCALL.name(number);
        if (name.isEmpty() || number >= COUNTS.length) {
            return;
        }
        int words = COUNTS[number];
        if (call.bytes(call.argument(1), words * WORD) instanceof Field.Known<byte[]>(byte[] bytes)) {
            long[] arguments = new long[6];
            for (int i = 0; i < words; i++) {
                arguments[i] = ByteOrderedReads.word(bytes, i * WORD, WORD);
            }
            call.becomes(name.get().equals("send") ? "sendto" : name.get(), arguments);
        }
    }
}
