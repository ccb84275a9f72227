// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FreePort;
import io.wattmill.router.fleet.EngineKey;
import io.wattmill.router.kvevents.Wire;
import io.wattmill.router.kvevents.Wire.Encoding;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes KV events as vLLM does: PUB of {@code [topic, number, batch]}, and a ROUTER that sends
 * what it still has of the asked numbers, then the number -1 with nothing. The sockets of replays
 * are their own thread's; publishing is the test's. It sends nothing before somebody listens: a PUB
 * would throw that away, and whether it does were a matter of chance.
 */
public final class Publisher implements AutoCloseable {
    private final ZContext context = new ZContext();
    private final Socket events = context.createSocket(SocketType.XPUB);
    private final int eventsPort;
    private final List<byte[]> sent = new ArrayList<>();
    private final Thread thread;
    private volatile int replayPort;
    private volatile boolean closed;
    private int forgotten;
    private boolean subscribed;

    /**
     * @param eventsPort 0 = any
     * @param replayPort 0 = any
     * @param lost counted from the beginning, as by {@link #lose}: who asks for a replay as soon as
     *     there is a port finds them
     */
    public Publisher(int eventsPort, int replayPort, byte[]... lost) throws InterruptedException {
        sent.addAll(List.of(lost));
        events.setLinger(0);
        events.setReceiveTimeOut((int) Await.LIMIT.toMillis());
        this.eventsPort = bound(events, eventsPort);
        CountDownLatch ready = new CountDownLatch(1);
        thread = Thread.ofPlatform().daemon().start(() -> serve(replayPort, ready));
        ready.await();
    }

    /** Ports that nobody else is given, since another publisher takes them over. */
    private static int bound(Socket socket, int wanted) {
        int port = wanted == 0 ? FreePort.next() : wanted;
        socket.bind("tcp://127.0.0.1:" + port);
        return port;
    }

    private void serve(int port, CountDownLatch ready) {
        Socket replays = context.createSocket(SocketType.ROUTER);
        replays.setLinger(0);
        replays.setReceiveTimeOut(20);
        replayPort = bound(replays, port);
        ready.countDown();
        while (!closed) {
            byte[] client = replays.recv();
            if (client != null) {
                replays.recv();
                answer(replays, client, ByteBuffer.wrap(replays.recv()).getLong());
            }
        }
        context.destroySocket(replays);
    }

    private void answer(Socket replays, byte[] client, long from) {
        for (long number = Math.max(from, forgotten); number < size(); number++) {
            answer(replays, client, number, batch((int) number));
        }
        answer(replays, client, -1, new byte[0]);
    }

    private static void answer(Socket replays, byte[] client, long number, byte[] batch) {
        replays.send(client, ZMQ.SNDMORE);
        replays.send(new byte[0], ZMQ.SNDMORE);
        replays.send(bytes(number), ZMQ.SNDMORE);
        replays.send(batch, 0);
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private synchronized int size() {
        return sent.size();
    }

    private synchronized byte[] batch(int number) {
        return sent.get(number);
    }

    public int eventsPort() {
        return eventsPort;
    }

    public int replayPort() {
        return replayPort;
    }

    public KvSource source(boolean replays) {
        return new KvSource(
                new EngineKey("node", "engine"),
                0,
                "tcp://127.0.0.1:" + eventsPort,
                replays ? Optional.of("tcp://127.0.0.1:" + replayPort) : Optional.empty());
    }

    /** Counts a batch, which can be replayed, and sends it not. */
    public synchronized void lose(byte[] batch) {
        sent.add(batch);
    }

    public void publish(byte[] batch) {
        lose(batch);
        send(size() - 1, batch);
    }

    /** Sends without counting. */
    public void send(long number, byte[] batch) {
        send("kv@host@model".getBytes(StandardCharsets.UTF_8), bytes(number), batch);
    }

    public void send(byte[]... frames) {
        if (!subscribed) {
            assertNotNull(events.recv(), "nobody listens");
            subscribed = true;
        }
        for (int i = 0; i < frames.length; i++) {
            events.send(frames[i], i < frames.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    /** From here on nothing that was sent so far is replayed. */
    public void forgetAll() {
        forgotten = size();
    }

    /** The batch by which a prompt of one block of this token is stored. */
    static byte[] stored(Encoding encoding, int token) {
        Map<String, Object> event =
                Wire.stored(
                        List.of((long) token), Wire.NIL, List.of(token, token, token, token), 4);
        return Wire.batch(encoding, List.of(event));
    }

    static byte[] removed(int token) {
        return Wire.batch(Encoding.ARRAYS, List.of(Wire.removed(List.of((long) token))));
    }

    /** Its name. */
    static long name(int token) {
        return TokenBlocks.of("", 4, new int[] {token, token, token, token}, 1)[0];
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
        context.close();
    }
}
