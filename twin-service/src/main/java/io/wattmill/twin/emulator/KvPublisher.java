// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.wattmill.kit.time.Clock;
import io.wattmill.twin.emulator.kv.CacheEvent;
import io.wattmill.twin.emulator.kv.EventBatch;
import io.wattmill.twin.emulator.kv.EventEncoding;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Tells over ZeroMQ what happens to one emulated engine's prefix cache, as vLLM does: PUB of topic,
 * number and batch, and beside it the replay of what was told last. Belongs to its node's context;
 * the sockets of the replay have a thread of their own.
 */
final class KvPublisher {
    private static final byte[] TOPIC = "kv-events".getBytes(StandardCharsets.UTF_8);

    private final NodeBlueprint blueprint;
    private final Clock clock;
    private final EventEncoding encoding;
    private Optional<Running> running = Optional.empty();
    private int eventsPort;
    private int replayPort;

    KvPublisher(NodeBlueprint blueprint, Clock clock) {
        this.blueprint = blueprint;
        this.clock = clock;
        this.encoding = blueprint.config().engine().kvEvents();
        this.eventsPort = blueprint.kvPort();
        this.replayPort = eventsPort == 0 ? 0 : eventsPort + 1;
    }

    /** What ends with the engine's process. */
    private record Running(ZContext context, Socket events, KvReplay replay, long startKey) {}

    /**
     * The engine's process begins, and counts its batches from 0. Its ports stay the same.
     *
     * @throws org.zeromq.ZMQException when another has taken a port
     */
    void open() {
        if (encoding != EventEncoding.NONE && running.isEmpty()) {
            var context = new ZContext();
            context.setLinger(0);
            var events = context.createSocket(SocketType.PUB);
            eventsPort = bound(events, eventsPort);
            var replies = context.createSocket(SocketType.ROUTER);
            replayPort = bound(replies, replayPort);
            int kept = blueprint.config().limits().kvEventBatches();
            var replay = new KvReplay(replies, kept);
            Thread.ofPlatform().daemon().name(blueprint.nodeId() + "-kv-replay").start(replay);
            long startKey = blueprint.startKey(clock.nowUs());
            running = Optional.of(new Running(context, events, replay, startKey));
        }
    }

    private int bound(Socket socket, int port) {
        String address = "tcp://" + blueprint.config().host();
        if (port == 0) {
            return socket.bindToRandomPort(address);
        }
        socket.bind(address + ":" + port);
        return port;
    }

    /** Something happened. */
    void tell(List<CacheEvent> events) {
        running.ifPresent(now -> tell(now, events));
    }

    private void tell(Running now, List<CacheEvent> events) {
        byte[] batch = EventBatch.write(encoding, now.startKey(), clock.nowUs(), events);
        long number = now.replay().add(batch);
        now.events().send(TOPIC, ZMQ.SNDMORE | ZMQ.DONTWAIT);
        now.events().send(number(number), ZMQ.SNDMORE | ZMQ.DONTWAIT);
        now.events().send(batch, ZMQ.DONTWAIT);
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** The engine's process ends. */
    void close() {
        running.ifPresent(
                now -> {
                    now.replay().close();
                    now.context().close();
                });
        running = Optional.empty();
    }

    /** Port of its events; 0 = it tells nothing. */
    int eventsPort() {
        return encoding == EventEncoding.NONE ? 0 : eventsPort;
    }

    /** Port of their replay. */
    int replayPort() {
        return encoding == EventEncoding.NONE ? 0 : replayPort;
    }
}
