// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.ObserveSummary;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

class ObserverTest {

    private static final String LIMIT = "relay.max-observations";

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    /** A router whose stream of observations ends like this. */
    private record Router(Future<ObserveSummary> end) implements Placement {

        @Override
        public Future<PlaceReply> place(PlaceRequest request) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<ObserveSummary> observe(ReadStream<Observation> request) {
            return end;
        }
    }

    private void tell(Future<ObserveSummary> end) {
        Observer observer = new Observer(vertx, new Router(end), "gateway-1", 2, metrics);
        observer.start();
        for (int i = 0; i < 3; i++) {
            observer.tell(Observation.newBuilder());
        }
        observer.stop();
    }

    /** Away at first, then there; remembers what it heard. */
    private static final class Returning implements Placement {
        private final Queue<Observation> heard = new ConcurrentLinkedQueue<>();
        private int asked;

        @Override
        public Future<PlaceReply> place(PlaceRequest request) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<ObserveSummary> observe(ReadStream<Observation> request) {
            if (asked++ < 2) {
                return Future.failedFuture("the router is away");
            }
            request.handler(heard::add);
            return Promise.<ObserveSummary>promise().future();
        }
    }

    private static Observation.Builder ended() {
        return Observation.newBuilder().setAborted(Observation.Aborted.getDefaultInstance());
    }

    private double unsent() {
        return metrics.counter("wattmill_observations_unsent").count();
    }

    private double refused() {
        return metrics.counter(Limits.COUNTER, "limit", LIMIT).count();
    }

    @Test
    void countsApartWhatNoStreamIsThereFor() {
        tell(Future.failedFuture("the router is away"));
        Await.until(() -> unsent() == 2, "two are lost");
        assertEquals(1, refused(), "the one that was too many");
    }

    @Test
    void tellsARouterThatReturnsWhatEndedMeanwhile() {
        Returning router = new Returning();
        Observer observer = new Observer(vertx, router, "gateway-1", 2, metrics);
        observer.start();
        Await.until(() -> disconnects() == 1, "it is away");
        observer.tell(Observation.newBuilder().setStarted(Observation.Started.newBuilder()));
        observer.tell(ended().setRequestId("r1"));
        observer.tell(ended().setRequestId("r2"));
        Await.until(() -> router.heard.size() == 2, "both ends");
        assertEquals(
                List.of("r1", "r2"), router.heard.stream().map(Observation::getRequestId).toList());
        observer.tell(ended().setRequestId("r3"));
        Await.until(() -> router.heard.size() == 3, "and the next");
        observer.stop();
    }

    private double disconnects() {
        return metrics.counter("wattmill_observe_disconnects").count();
    }
}
