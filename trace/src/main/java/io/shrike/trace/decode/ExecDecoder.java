package io.shrike.trace.decode;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.memory.StringVector;
import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.model.ProgramFile;
import io.shrike.trace.path.NameUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** execve and execveat (execve(2), execveat(2)). An exec of a name that does not exist is nothing: shells try many. */
final class ExecDecoder implements Decoder {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int MAX_STRINGS = 1 << 17;
    private static final int MAX_BYTES = 8 << 20;

    private final ProgramFiles files;
    private final StandardSockets sockets;
    private final boolean readEnvironment;
    private final boolean readSockets;

    ExecDecoder(ProgramFiles files, StandardSockets sockets, boolean readEnvironment, boolean readSockets) {
        this.files = files;
        this.sockets = sockets;
        this.readEnvironment = readEnvironment;
        this.readSockets = readSockets;
    }

    @Override
    public List<Activity> decode(Call call) {
        return call.name().equals("execve")
                ? exec(call, call.path(0), call.target(-1, 0, NameUse.FOLLOW), 1)
                : exec(call, call.path(1), execveatTarget(call), 2);
    }

    private static Optional<FileTarget> execveatTarget(Call call) {
        int flags = call.intArgument(4);
        boolean empty = call.path(1).asOptional().filter(ByteString::isEmpty).isPresent();
        if ((flags & AT_EMPTY_PATH) != 0 && empty) {
            return call.descriptor(0);
        }
        return call.target(0, 1, (flags & AT_SYMLINK_NOFOLLOW) != 0 ? NameUse.NOFOLLOW : NameUse.FOLLOW);
    }

    private List<Activity> exec(Call call, Field<ByteString> requested, Optional<FileTarget> target, int argvIndex) {
        return target.map(file -> List.<Activity>of(activity(call, requested, file, argvIndex)))
                .orElse(List.of());
    }

    private ExecActivity activity(Call call, Field<ByteString> requested, FileTarget file, int argvIndex) {
        Started started = started(call, requested, file, strings(call, call.argument(argvIndex)));
        Field<List<ByteString>> environment =
                readEnvironment ? strings(call, call.argument(argvIndex + 1)) : Field.known(List.of());
        return new ExecActivity(
                call.name(),
                requested,
                started.program(),
                started.interpreters(),
                started.arguments(),
                environment,
                readSockets ? sockets.of(call.tid(), call.process().pid()) : List.of());
    }

    /** What really runs, through what, and with which arguments. */
    private record Started(ProgramFile program, List<ProgramFile> interpreters, Field<List<ByteString>> arguments) {}

    private Started started(
            Call call, Field<ByteString> requested, FileTarget file, Field<List<ByteString>> arguments) {
        ProgramFile program = files.program(call.tid(), file.path());
        return loaded(call, program, arguments).orElseGet(() -> {
            List<ProgramFile> interpreters = file.path()
                    .asOptional()
                    .map(path -> files.interpreters(call, requested, path))
                    .orElse(List.of());
            return new Started(program, interpreters, arguments);
        });
    }

    /** A dynamic loader that is told to run a program is that program's interpreter. */
    private Optional<Started> loaded(Call call, ProgramFile loader, Field<List<ByteString>> arguments) {
        return loader.path()
                .asOptional()
                .filter(LoaderCommand::isLoader)
                .flatMap(_ -> arguments.asOptional())
                .flatMap(LoaderCommand::of)
                .flatMap(command -> call.target(Call.AT_FDCWD, Field.known(command.program()), NameUse.FOLLOW)
                        .map(target -> new Started(
                                files.program(call.tid(), target.path()),
                                List.of(loader),
                                Field.known(command.arguments()))));
    }

    private static Field<List<ByteString>> strings(Call call, long address) {
        if (address == 0) {
            return Field.known(List.of());
        }
        StringVector result = call.strings(address, MAX_STRINGS, MAX_BYTES);
        if (result.strings().isEmpty() && result.errno() != 0) {
            return Field.unreadable(Errno.name(result.errno()));
        }
        List<ByteString> strings = new ArrayList<>(result.strings().size());
        for (byte[] string : result.strings()) {
            strings.add(ByteString.copyOf(string, 0, string.length));
        }
        return Field.known(List.copyOf(strings));
    }
}
