package io.shrike.delivery.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server whose first connections go wrong in one way, and whose later ones are served. */
final class RawServer implements AutoCloseable {
    /** What happens to a connection. */
    enum Misbehaviour {
        CLOSED_AT_ONCE,
        RESET_AFTER_THE_REQUEST,
        NO_ANSWER_AT_ALL,
        NOT_HTTP,
        HEADERS_THAT_NEVER_END,
        BODY_THAT_NEVER_ENDS,
        STATUS_THAT_IS_NO_NUMBER
    }

    private final ServerSocket socket;
    private final Misbehaviour misbehaviour;
    private final List<String> good = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private int left;

    private RawServer(ServerSocket socket, Misbehaviour misbehaviour, int times) {
        this.socket = socket;
        this.misbehaviour = misbehaviour;
        this.left = times;
    }

    static RawServer start(Misbehaviour misbehaviour, int times) throws IOException {
        RawServer server =
                new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), misbehaviour, times);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    URI url() {
        return URI.create("http://localhost:" + socket.getLocalPort() + "/");
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                boolean bad = takeTurn(connection);
                Thread.ofVirtual().start(() -> serve(connection, bad));
            } catch (IOException _) {
                return;
            }
        }
    }

    private synchronized boolean takeTurn(Socket connection) {
        open.add(connection);
        return left-- > 0;
    }

    private void serve(Socket connection, boolean bad) {
        try {
            if (bad && misbehaviour == Misbehaviour.CLOSED_AT_ONCE) {
                connection.close();
                return;
            }
            String body = readRequest(connection.getInputStream());
            if (bad) {
                misbehave(connection);
            } else {
                synchronized (this) {
                    good.add(body);
                }
                write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                connection.close();
            }
        } catch (IOException _) {
            return;
        }
    }

    private void misbehave(Socket connection) throws IOException {
        switch (misbehaviour) {
            case CLOSED_AT_ONCE, RESET_AFTER_THE_REQUEST -> {
                connection.setSoLinger(true, 0);
                connection.close();
            }
            case NO_ANSWER_AT_ALL -> {}
            case NOT_HTTP -> {
                write(connection, "SSH-2.0-OpenSSH_9.9\r\n\r\n");
                connection.close();
            }
            case HEADERS_THAT_NEVER_END -> write(connection, "HTTP/1.1 200 OK\r\nA: b\r\n");
            case BODY_THAT_NEVER_ENDS -> write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            case STATUS_THAT_IS_NO_NUMBER -> {
                write(connection, "HTTP/1.1 OKAY OK\r\nContent-Length: 0\r\n\r\n");
                connection.close();
            }
        }
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    private static String readRequest(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request ends in its head");
            }
            head.write(next);
        }
        int length = head.toString(StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** The bodies of requests that were answered well. */
    synchronized List<String> goodBodies() {
        return List.copyOf(good);
    }

    @Override
    public synchronized void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
