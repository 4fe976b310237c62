package io.shrike.app.replay;

import io.shrike.model.Activity;
import io.shrike.model.ByteString;
import io.shrike.model.Endpoint;
import io.shrike.model.Field;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an activity is about, in few words. */
final class Subjects {
    private Subjects() {}

    static String of(Activity activity) {
        return switch (activity) {
            case Activity.FileActivity file ->
                file.effects().stream()
                        .map(effect -> text(effect.target().path()))
                        .collect(Collectors.joining(" -> ", file.syscall() + " ", ""));
            case Activity.ExecActivity exec -> "exec " + text(exec.program().path());
            case Activity.NetworkActivity network ->
                network.syscall() + " "
                        + network.remote()
                                .or(network::local)
                                .map(Subjects::endpoint)
                                .orElse("");
            case Activity.DnsActivity dns ->
                dns.questions().stream()
                        .map(Activity.DnsQuestion::name)
                        .collect(Collectors.joining(", ", "question for ", ""));
            case Activity.LibraryActivity library ->
                "mapped " + text(library.library().path());
            case Activity.SyscallActivity call -> call.syscall();
            case Activity.TamperActivity tamper -> tamper.syscall() + " on the watcher";
            case Activity.InstalledActivity installed -> installed.database() + " database";
            case Activity.SessionActivity session ->
                session.sighting()
                        .map(sighting -> "session " + sighting.leader() + " "
                                + sighting.step().name().toLowerCase(Locale.ROOT))
                        .orElseGet(() -> "session by " + session.syscall());
        };
    }

    private static String text(Field<ByteString> field) {
        return switch (field) {
            case Field.Known<ByteString> known -> known.value().escaped();
            case Field.Unreadable<ByteString> unreadable -> "(unreadable: " + unreadable.reason() + ")";
        };
    }

    private static String endpoint(Field<Endpoint> field) {
        return switch (field) {
            case Field.Known<Endpoint>(Endpoint.Inet inet) -> inet.address() + " port " + inet.port();
            case Field.Known<Endpoint>(Endpoint.Unix unix) -> unix.path().escaped();
            case Field.Known<Endpoint>(Endpoint.Other other) -> other.name();
            case Field.Unreadable<Endpoint>(String reason) -> "(unreadable: " + reason + ")";
        };
    }
}
