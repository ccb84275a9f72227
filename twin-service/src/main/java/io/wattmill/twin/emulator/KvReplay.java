// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMQException;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells batches of KV events again, as vLLM does: asked with a number, it answers with each batch
 * from there on that it still has, and with the number -1 and nothing behind the last.
 */
final class KvReplay implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(KvReplay.class);
    private static final int WAIT_MS = 50;
    private static final byte[] NOTHING = {};

    private final ZContext context;
    private final Socket socket;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final int most;
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private long next;
    private volatile boolean closed;

    /**
     * @param context of the thread that runs this, from then on, as is the socket
     * @param most batches that are kept
     */
    KvReplay(ZContext context, Socket socket, int most) {
        this.context = context;
        this.socket = socket;
        this.most = most;
        socket.setReceiveTimeOut(WAIT_MS);
    }

    /** One more batch. Returns its number. From any thread. */
    synchronized long add(byte[] batch) {
        if (kept.size() == most) {
            kept.removeFirst();
        }
        kept.addLast(batch);
        return next++;
    }

    /** Ends the thread soon; completes when the port is free. */
    CompletionStage<Void> close() {
        closed = true;
        return ended;
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                byte[] client = socket.recv();
                if (client != null) {
                    answer(client, rest());
                }
            }
        } catch (ZMQException e) {
            LOG.atWarn().setCause(e).log("KV events are told again no more");
        } finally {
            context.close();
            ended.complete(null);
        }
    }

    private List<byte[]> rest() {
        List<byte[]> frames = new ArrayList<>();
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        return frames;
    }

    private void answer(byte[] client, List<byte[]> asked) {
        if (asked.size() == 2 && asked.getLast().length == Long.BYTES) {
            long from = ByteBuffer.wrap(asked.getLast()).getLong();
            for (Numbered one : since(from)) {
                answer(client, one.number(), one.batch());
            }
            answer(client, -1, NOTHING);
        }
    }

    private record Numbered(long number, byte[] batch) {}

    private synchronized List<Numbered> since(long from) {
        List<Numbered> batches = new ArrayList<>();
        long number = next - kept.size();
        for (byte[] batch : kept) {
            if (number >= from) {
                batches.add(new Numbered(number, batch));
            }
            number++;
        }
        return batches;
    }

    private void answer(byte[] client, long number, byte[] batch) {
        socket.send(client, ZMQ.SNDMORE);
        socket.send(NOTHING, ZMQ.SNDMORE);
        socket.send(KvPublisher.number(number), ZMQ.SNDMORE);
        socket.send(batch, 0);
    }
}
