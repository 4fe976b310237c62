package io.shrike.delivery.destination.syslog;

import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server. Syslog acknowledges nothing: what was written when a connection broke may be lost or come twice, so a batch is
 * sent again as a whole where its writing failed.
 */
public final class Syslog implements RemoteDestination {
    private final SyslogSettings settings;
    private final SyslogMessage message;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("shrike-syslog-timeout").daemon().factory());
    private @Nullable Wire wire;

    public Syslog(SyslogSettings settings, EventForm form) {
        this(settings, form, hostname(), ProcessHandle.current().pid());
    }

    Syslog(SyslogSettings settings, EventForm form, String host, long pid) {
        this.settings = settings;
        this.message = new SyslogMessage(settings.facility(), form, host, pid);
    }

    /** As the kernel has it: no name service is asked. */
    private static String hostname() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public String name() {
        return "syslog " + settings.host();
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return Optional.of(event.type().wireName());
    }

    @Override
    public SendResult send(List<ByteString> events) {
        List<byte[]> messages = new ArrayList<>(events.size());
        try {
            for (ByteString event : events) {
                messages.add(message.of(event));
            }
        } catch (IOException _) {
            return new SendResult.Refused("untranslatable");
        }
        try {
            Wire open = open();
            if (messages.stream().anyMatch(one -> one.length > open.mostBytes())) {
                return new SendResult.Refused("tooLong");
            }
            for (byte[] one : messages) {
                open.send(one);
            }
            open.flush();
            return SendResult.ACCEPTED;
        } catch (IOException failure) {
            hangUp();
            return SendResult.later(reason(failure));
        }
    }

    private Wire open() throws IOException {
        Wire open = wire;
        if (open != null && open.isBroken()) {
            hangUp();
            open = null;
        }
        if (open == null) {
            open = settings.transport() == SyslogSettings.Transport.UDP
                    ? new DatagramWire(settings)
                    : StreamWire.open(settings, watchdog);
            wire = open;
        }
        return open;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> "timeout";
            case UnknownHostException _ -> "unknownHost";
            case ConnectException _, NoRouteToHostException _, PortUnreachableException _ -> "connect";
            case SSLException _ -> "tls";
            default -> "connectionBroken";
        };
    }

    private void hangUp() {
        Wire open = wire;
        wire = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        hangUp();
        watchdog.shutdownNow();
    }
}
