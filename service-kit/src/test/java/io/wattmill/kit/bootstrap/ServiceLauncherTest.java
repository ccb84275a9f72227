// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class ServiceLauncherTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final class Recorded implements Service {

        private final String name;
        private final Future<Void> startResult;
        private final Future<Void> drainResult;

        Recorded(String name, Future<Void> startResult, Future<Void> drainResult) {
            this.name = name;
            this.startResult = startResult;
            this.drainResult = drainResult;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Future<Void> start() {
            events.add("start " + name);
            return startResult;
        }

        @Override
        public Future<Void> drain() {
            events.add("drain " + name);
            return drainResult;
        }

        @Override
        public Future<Void> stop() {
            events.add("stop " + name);
            return Future.succeededFuture();
        }
    }

    private Recorded healthy(String name) {
        return new Recorded(name, Future.succeededFuture(), Future.succeededFuture());
    }

    private ServiceLauncher launcher() {
        return new ServiceLauncher(vertx, Duration.ofMillis(50), Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void startsInOrderAndEndsInReverse() {
        ServiceLauncher launcher = launcher();
        Await.await(launcher.start(List.of(healthy("a"), healthy("b"))));
        Await.await(launcher.drain().compose(_ -> launcher.stop()));
        assertEquals(
                List.of("start a", "start b", "drain b", "drain a", "stop b", "stop a"), events);
    }

    @Test
    void stopsWhatWasStartedWhenOneFails() {
        Recorded broken =
                new Recorded("b", Future.failedFuture("no port"), Future.succeededFuture());
        Future<Void> started = launcher().start(List.of(healthy("a"), broken, healthy("c")));
        assertThrows(Exception.class, () -> Await.await(started));
        assertEquals(List.of("start a", "start b", "stop b", "stop a"), events);
    }

    @Test
    void doesNotWaitForeverForADrain() {
        Promise<Void> never = Promise.promise();
        ServiceLauncher launcher = launcher();
        Await.await(
                launcher.start(
                        List.of(new Recorded("stuck", Future.succeededFuture(), never.future()))));
        Await.await(launcher.drain().compose(_ -> launcher.stop()));
        assertEquals(List.of("start stuck", "drain stuck", "stop stuck"), events);
    }
}
