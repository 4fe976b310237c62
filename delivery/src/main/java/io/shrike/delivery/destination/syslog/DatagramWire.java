package io.shrike.delivery.destination.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** UDP: one message to a datagram, and nobody tells whether it arrives. */
final class DatagramWire implements Wire {
    private static final int MOST = 65_507 - 100;

    private final DatagramSocket socket;

    DatagramWire(SyslogSettings settings) throws IOException {
        InetAddress address = InetAddress.getAllByName(settings.host())[0];
        socket = new DatagramSocket();
        try {
            socket.connect(new InetSocketAddress(address, settings.port()));
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    @Override
    public boolean isBroken() {
        return false;
    }

    @Override
    public void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length));
    }

    @Override
    public void flush() {}

    @Override
    public int mostBytes() {
        return MOST;
    }

    @Override
    public void close() {
        socket.close();
    }
}
