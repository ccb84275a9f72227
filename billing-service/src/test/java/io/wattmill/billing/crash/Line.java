// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.common.ServiceMethod;
import io.wattmill.kit.grpc.CallsConfig;
import io.wattmill.kit.grpc.RpcPeer;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.tls.TlsConfig;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client's way to billing: one message at a time on one stream, which is opened again after it
 * broke, wherever billing is then. Of one thread.
 *
 * @param <Q> what is sent
 * @param <R> what comes back for it
 */
final class Line<Q, R> implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(2_500);
    private static final CallsConfig CALLS =
            new CallsConfig(Duration.ofSeconds(1), PATIENCE, Duration.ofMillis(500), PATIENCE, 64);

    private final Site site;
    private final ServiceMethod<R, Q> method;
    private Optional<Open<Q, R>> open = Optional.empty();

    private record Open<Q, R>(
            SocketAddress address,
            RpcPeer peer,
            Feed<Q> feed,
            BlockingQueue<Optional<R>> replies) {}

    Line(Site site, ServiceMethod<R, Q> method) {
        this.site = site;
        this.method = method;
    }

    /** The answer; empty when the stream broke or nothing came: it may have been booked or not. */
    Optional<R> ask(Q message) throws InterruptedException {
        SocketAddress address = site.grpc();
        if (open.map(o -> !o.address().equals(address)).orElse(false)) {
            close();
        }
        Open<Q, R> stream = open.orElseGet(() -> dial(address));
        open = Optional.of(stream);
        stream.feed().offer(message);
        Optional<R> reply =
                Optional.ofNullable(
                                stream.replies().poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .flatMap(one -> one);
        if (reply.isEmpty()) {
            close();
        }
        return reply;
    }

    private Open<Q, R> dial(SocketAddress address) {
        RpcPeer peer = new RpcPeer(site.vertx(), address, CALLS, TlsConfig.off());
        Feed<Q> feed = Feed.of(site.vertx(), 16);
        BlockingQueue<Optional<R>> replies = new LinkedBlockingQueue<>();
        peer.exchange(method, feed)
                .onSuccess(stream -> listen(stream, replies))
                .onFailure(_ -> replies.add(Optional.empty()));
        return new Open<>(address, peer, feed, replies);
    }

    private static <R> void listen(ReadStream<R> stream, BlockingQueue<Optional<R>> replies) {
        stream.exceptionHandler(_ -> replies.add(Optional.empty()))
                .endHandler(_ -> replies.add(Optional.empty()))
                .handler(reply -> replies.add(Optional.of(reply)));
    }

    /** One call with one answer, on a connection of its own. */
    static <Q, R> Optional<R> call(Site site, ServiceMethod<R, Q> method, Q message) {
        RpcPeer peer = new RpcPeer(site.vertx(), site.grpc(), CALLS, TlsConfig.off());
        Future<R> answer = peer.call(method, message);
        try {
            return Optional.of(answer.await(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (Exception e) {
            return Optional.empty();
        } finally {
            peer.close();
        }
    }

    @Override
    public void close() {
        open.ifPresent(
                stream -> {
                    stream.feed().end();
                    stream.peer().close();
                });
        open = Optional.empty();
    }
}
