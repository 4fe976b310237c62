package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.Activity.Detail;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import java.util.ArrayList;
import java.util.List;

/** Any call without effects that other rules are about: its arguments as they are, and as text where {@link ArgumentTable} knows them. */
final class RawDecoder implements Decoder {
    @Override
    public List<Activity> decode(Call call) {
        List<Detail> details = new ArrayList<>();
        for (ArgumentTable.Argument argument : ArgumentTable.of(call.name())) {
            details.add(new Detail(argument.name(), text(call, argument)));
        }
        return List.of(new SyscallActivity(call.name(), call.rawArguments(), details));
    }

    private static Field<ByteString> text(Call call, ArgumentTable.Argument argument) {
        int index = argument.index();
        return switch (argument.kind()) {
            case STRING -> call.argument(index) == 0 ? known("NULL") : call.path(index);
            case DESCRIPTOR -> descriptor(call, index);
            case INT -> known(Integer.toString(call.intArgument(index)));
            case ID -> known(id(call, index));
            case HEX -> known("0x" + Long.toHexString(call.argument(index)));
            case SIGNAL, PTRACE, PRCTL, CLONE, PROT, SECCOMP, BPF ->
                known(ArgumentNames.name(argument.kind(), call.argument(index)));
        };
    }

    /** Unsigned, or -1 for "as it is"; the old calls of the 32-bit ABIs take 16 bits (kernel/uid16.c). */
    private static String id(Call call, int index) {
        boolean narrow = call.abi().wordSize() == Integer.BYTES && !call.name().endsWith("32");
        int id = narrow ? (short) call.intArgument(index) : call.intArgument(index);
        return id == -1 ? "-1" : Integer.toUnsignedString(narrow ? id & 0xffff : id);
    }

    private static Field<ByteString> descriptor(Call call, int index) {
        int fd = call.intArgument(index);
        return call.descriptor(index).map(FileTarget::path).orElseGet(() -> known(Integer.toString(fd)));
    }

    private static Field<ByteString> known(String text) {
        return Field.known(ByteString.utf8(text));
    }
}
