// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
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
}
