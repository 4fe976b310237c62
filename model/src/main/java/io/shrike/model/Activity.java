package io.shrike.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one system call of a watched process asks for, decoded. */
public sealed interface Activity {
    /** Name of the system call as the kernel spells it, e.g. {@code openat2}; empty where none was seen. */
    String syscall();

    /** A call that opens, changes, names or removes files. {@code flags} are kernel names such as {@code O_APPEND}. */
    record FileActivity(String syscall, List<FileEffect> effects, List<String> flags, Optional<Integer> mode)
            implements Activity {
        public FileActivity {
            effects = List.copyOf(effects);
            flags = List.copyOf(flags);
        }
    }

    /**
     * execve or execveat. {@code program} is the file named by the call; {@code interpreters} are what the {@code #!} lines
     * name, in order; {@code environment} holds {@code NAME=value} strings and is empty unless the policy needs it, and so is
     * {@code sockets}: the standard descriptors that the program gets and that are sockets of a network, lowest first.
     */
    record ExecActivity(
            String syscall,
            Field<ByteString> requestedPath,
            ProgramFile program,
            List<ProgramFile> interpreters,
            Field<List<ByteString>> arguments,
            Field<List<ByteString>> environment,
            List<StandardSocket> sockets)
            implements Activity {
        public ExecActivity {
            interpreters = List.copyOf(interpreters);
            sockets = List.copyOf(sockets);
        }

        /** An exec whose standard descriptors are no sockets, or were not looked at. */
        public ExecActivity(
                String syscall,
                Field<ByteString> requestedPath,
                ProgramFile program,
                List<ProgramFile> interpreters,
                Field<List<ByteString>> arguments,
                Field<List<ByteString>> environment) {
            this(syscall, requestedPath, program, interpreters, arguments, environment, List.of());
        }

        /** The program and its interpreters, in this order. */
        public List<ProgramFile> files() {
            List<ProgramFile> all = new ArrayList<>(1 + interpreters.size());
            all.add(program);
            all.addAll(interpreters);
            return all;
        }

        /** The same exec with other {@link #files}, as many as before. */
        public ExecActivity withFiles(List<ProgramFile> files) {
            return new ExecActivity(
                    syscall,
                    requestedPath,
                    files.getFirst(),
                    files.subList(1, files.size()),
                    arguments,
                    environment,
                    sockets);
        }
    }

    /**
     * A socket call. {@code remote} is the address connected to, sent to or accepted from; {@code local} the address bound
     * or listened on; {@code domain} the name that the process asked DNS for before, where known.
     */
    record NetworkActivity(
            String syscall,
            NetworkOperation operation,
            Protocol protocol,
            Optional<Field<Endpoint>> local,
            Optional<Field<Endpoint>> remote,
            Optional<String> domain)
            implements Activity {}

    /** DNS questions sent to {@code server}. */
    record DnsActivity(String syscall, Protocol protocol, Field<Endpoint> server, List<DnsQuestion> questions)
            implements Activity {
        public DnsActivity {
            questions = List.copyOf(questions);
        }
    }

    /** A file mapped executable: a library, or generated code in a file. {@code newBinary}: written after the watch began. */
    record LibraryActivity(String syscall, FileTarget library, boolean newBinary) implements Activity {}

    /** Any other call: raw arguments (64-bit, as in the registers) and what was decoded of them, e.g. {@code uid=0}. */
    record SyscallActivity(String syscall, List<Long> arguments, List<Detail> details) implements Activity {
        public SyscallActivity {
            arguments = List.copyOf(arguments);
            details = List.copyOf(details);
        }
    }

    /** A call that reaches into a process that watches: a signal to it, tracing it, or opening its state in /proc to write. */
    record TamperActivity(SyscallActivity call, Watcher victim) implements Activity {
        @Override
        public String syscall() {
            return call.syscall();
        }
    }

    /** The processes that watch. */
    enum Watcher {
        SENSOR,
        LAUNCHER
    }

    /**
     * A process that appeared without being a descendant of the launcher, as exec into a container makes. {@code syscall} is
     * empty where it was seen in /proc, as {@code sighting} then says.
     */
    record SessionActivity(String syscall, Optional<Sighting> sighting) implements Activity {
        public SessionActivity(String syscall) {
            this(syscall, Optional.empty());
        }
    }

    /**
     * A look at /proc that found something new of a session. {@code leader} is the pid of the session's first process;
     * {@code intervalMillis} the time between two looks, in which what starts and ends is not seen.
     */
    record Sighting(int leader, SessionStep step, int intervalMillis) {}

    /** What is new of a session: it began, it has another process, a process of it runs another program. */
    enum SessionStep {
        ENTERED,
        PROCESS,
        PROGRAM
    }

    /**
     * What a package database says after the command that was told before has ended. No call is seen: the database is read.
     *
     * @param manager and {@code operation} as they were told when the command started
     * @param database whose database was read
     * @param changes the first of them, by name
     * @param omitted how many more changes there are
     * @param unattributed changes between the last time it was read and the start of the command, by whomever
     * @param baseline what the database is compared with
     * @param unreadable why it could not be read; then there are no changes
     */
    record InstalledActivity(
            String manager,
            String operation,
            String database,
            List<PackageChange> changes,
            int omitted,
            List<PackageChange> unattributed,
            Baseline baseline,
            Optional<String> unreadable)
            implements Activity {
        public InstalledActivity {
            changes = List.copyOf(changes);
            unattributed = List.copyOf(unattributed);
        }

        @Override
        public String syscall() {
            return "";
        }
    }

    /** What a database is compared with: as it was before the command started, or as it was found just after. */
    enum Baseline {
        BEFORE,
        BEGUN
    }

    /** A decoded argument: name as in the man page, value as text. */
    record Detail(String name, Field<ByteString> value) {}

    /** One question of a DNS message: the name without the last dot, and the type's mnemonic or number. */
    record DnsQuestion(String name, String type) {}
}
