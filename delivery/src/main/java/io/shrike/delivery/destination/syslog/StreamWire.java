package io.shrike.delivery.destination.syslog;

import io.shrike.delivery.destination.http.TrustedCertificates;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TCP, with or without TLS: each message behind its length in bytes and a blank, so that none can pass for two. A watchdog
 * closes the socket when a write takes longer than the timeout.
 */
final class StreamWire implements Wire {
    private static final int MOST = 8 << 20;

    private final Socket socket;
    private final OutputStream out;
    private final ScheduledExecutorService watchdog;
    private final long timeoutMillis;

    private StreamWire(Socket socket, ScheduledExecutorService watchdog, long timeoutMillis) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
        this.watchdog = watchdog;
        this.timeoutMillis = timeoutMillis;
    }

    static StreamWire open(SyslogSettings settings, ScheduledExecutorService watchdog) throws IOException {
        int millis = (int) settings.timeout().toMillis();
        Socket plain = connect(InetAddress.getAllByName(settings.host()), settings.port(), millis);
        try {
            plain.setTcpNoDelay(true);
            plain.setKeepAlive(true);
            plain.setSoTimeout(millis);
            Socket socket = settings.transport() == SyslogSettings.Transport.TLS ? secured(plain, settings) : plain;
            return new StreamWire(socket, watchdog, millis);
        } catch (IOException failure) {
            plain.close();
            throw failure;
        }
    }

    /** One address after the other; why the last did not answer is what is told. */
    private static Socket connect(InetAddress[] addresses, int port, int millis) throws IOException {
        IOException last = new ConnectException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), millis);
                return socket;
            } catch (IOException failure) {
                socket.close();
                last = failure;
            }
        }
        throw last;
    }

    /** The certificate must be of the host that the operator named. */
    private static SSLSocket secured(Socket plain, SyslogSettings settings) throws IOException {
        SSLSocketFactory factory = settings.caFile().isPresent()
                ? TrustedCertificates.with(settings.caFile().get()).getSocketFactory()
                : (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secured = (SSLSocket) factory.createSocket(plain, settings.host(), settings.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Servers send nothing, so that a read ends by its timeout unless the connection has. */
    @Override
    public boolean isBroken() {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        guarded(() -> {
            out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            out.write(message);
        });
    }

    @Override
    public void flush() throws IOException {
        guarded(out::flush);
    }

    private interface Write {
        void run() throws IOException;
    }

    private void guarded(Write write) throws IOException {
        ScheduledFuture<?> alarm = watchdog.schedule(this::cut, timeoutMillis, TimeUnit.MILLISECONDS);
        try {
            write.run();
        } catch (IOException failure) {
            if (alarm.isDone()) {
                throw new SocketTimeoutException("no write for " + timeoutMillis + " ms");
            }
            throw failure;
        } finally {
            alarm.cancel(false);
        }
    }

    /** The bare socket would do, but TLS must not try to say goodbye to somebody who does not read. */
    private void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            return;
        }
    }

    @Override
    public int mostBytes() {
        return MOST;
    }

    @Override
    public void close() {
        guardedClose();
    }

    private void guardedClose() {
        try {
            guarded(() -> {
                out.flush();
                socket.close();
            });
        } catch (IOException _) {
            cut();
        }
    }
}
