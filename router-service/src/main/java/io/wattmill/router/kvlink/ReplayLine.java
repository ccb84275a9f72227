// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Poller;
import org.zeromq.ZMQ.Socket;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * One question for what was missed, on a socket of its own, so that late answers to an earlier one
 * cannot come between. The engine answers a request as REQ would send it, with many replies, which
 * REQ would not take: hence DEALER.
 */
final class ReplayLine implements AutoCloseable {
    private static final byte[] DELIMITER = {};

    private final ZContext context;
    private final Poller poller;
    private final Socket socket;

    ReplayLine(ZContext context, Poller poller, String address, KvLinkRules rules) {
        this.context = context;
        this.poller = poller;
        socket = context.createSocket(SocketType.DEALER);
        socket.setLinger(0);
        socket.setRcvHWM(rules.queuedBatches());
        socket.setMaxMsgSize(rules.events().payloadBytes());
        socket.setHandshakeIvl(Math.toIntExact(rules.replayTimeout().toMillis()));
        socket.connect(address);
        poller.register(socket, Poller.POLLIN);
    }

    void ask(long from) {
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(from).array();
        socket.send(DELIMITER, ZMQ.SNDMORE);
        socket.send(number, 0);
    }

    /** Frames of the next answer without its delimiter; none when there is none now. */
    List<byte[]> next() {
        List<byte[]> frames = Frames.receive(socket);
        return frames.size() > 1 ? frames.subList(1, frames.size()) : List.of();
    }

    @Override
    public void close() {
        poller.unregister(socket);
        context.destroySocket(socket);
    }
}
