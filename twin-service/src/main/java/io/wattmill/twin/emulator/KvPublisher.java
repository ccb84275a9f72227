// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.vertx.core.Future;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.twin.emulator.kv.CacheEvent;
import io.wattmill.twin.emulator.kv.EventBatch;
import io.wattmill.twin.emulator.kv.EventEncoding;

import org.jspecify.annotations.Nullable;
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
    private final ServiceContext services;
    private final EventEncoding encoding;
    private Optional<Running> running = Optional.empty();
    private Future<Void> closed = Future.succeededFuture();
    private int eventsPort;
    private int replayPort;

    KvPublisher(NodeBlueprint blueprint, ServiceContext services) {
        this.blueprint = blueprint;
        this.services = services;
        this.encoding = blueprint.config().engine().kvEvents();
        this.eventsPort = blueprint.kvPort();
        this.replayPort = eventsPort == 0 ? 0 : eventsPort + 1;
    }

    /** What ends with the engine's process. */
    private record Running(ZContext context, Socket events, KvReplay replay, long startKey) {}

    /**
     * The engine's process begins, when the one before has ended, and counts its batches from 0.
     * Its ports stay the same. Fails when another has taken one.
     */
    Future<Void> open() {
        return encoding == EventEncoding.NONE ? Future.succeededFuture() : closed.map(_ -> begun());
    }

    private @Nullable Void begun() {
        if (running.isEmpty()) {
            var context = new ZContext();
            context.setLinger(0);
            var events = context.createSocket(SocketType.PUB);
            eventsPort = bound(events, eventsPort);
            running = Optional.of(new Running(context, events, replay(), startKey()));
        }
        return null;
    }

    /** With a context of its own, so that its thread may end it. */
    private KvReplay replay() {
        var context = new ZContext();
        context.setLinger(0);
        var socket = context.createSocket(SocketType.ROUTER);
        replayPort = bound(socket, replayPort);
        var replay = new KvReplay(context, socket, blueprint.config().limits().kvEventBatches());
        Thread.ofPlatform().daemon().name(blueprint.nodeId() + "-kv-replay").start(replay);
        return replay;
    }

    private long startKey() {
        return blueprint.startKey(services.clock().nowUs());
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
        byte[] batch = EventBatch.write(encoding, now.startKey(), services.clock().nowUs(), events);
        long number = now.replay().add(batch);
        now.events().send(TOPIC, ZMQ.SNDMORE | ZMQ.DONTWAIT);
        now.events().send(number(number), ZMQ.SNDMORE | ZMQ.DONTWAIT);
        now.events().send(batch, ZMQ.DONTWAIT);
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** The engine's process ends; completes when its ports are free. */
    Future<Void> close() {
        running.ifPresent(
                now -> {
                    now.context().close();
                    var ended = now.replay().close();
                    closed =
                            Future.fromCompletionStage(
                                    ended, services.vertx().getOrCreateContext());
                });
        running = Optional.empty();
        return closed;
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
