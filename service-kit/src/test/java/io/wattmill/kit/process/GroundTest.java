// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wattmill.kit.bootstrap.Service;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

class GroundTest {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Ground ground =
            Await.await(Ground.open(configuration("process: {ops: {port: 0}}")));

    private static Configuration configuration(String yaml) {
        return Configuration.parse(yaml, Map.of());
    }

    @AfterEach
    void close() {
        Await.await(ground.close());
        client.close();
    }

    /** Writes down what happens to it, and ends its drain when told. */
    private final class Recorder implements Service {

        private final Promise<Void> drained = Promise.promise();
        private final Future<Void> started;

        private Recorder(Future<Void> started) {
            this.started = started;
        }

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public Future<Void> start() {
            events.add("start");
            return started;
        }

        @Override
        public Future<Void> drain() {
            events.add("drain");
            return drained.future();
        }

        @Override
        public Future<Void> stop() {
            events.add("stop");
            return Future.succeededFuture();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + ground.opsPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int ready() throws IOException, InterruptedException {
        return get("/health/ready").statusCode();
    }

    @Test
    void isReadyFromLaunchUntilItEnds() throws IOException, InterruptedException {
        assertEquals(200, get("/health/live").statusCode());
        assertEquals(503, ready());
        Recorder service = new Recorder(Future.succeededFuture());
        Await.await(ground.launch(List.of(service)));
        assertEquals(200, ready());
        assertTrue(get("/metrics").body().contains("wattmill_cluster_members 1"));
        assertEquals(404, get("/").statusCode());

        Future<Void> closing = ground.close();
        Await.until(() -> events.contains("drain"), "the drain");
        assertEquals(503, ready());
        service.drained.complete();
        Await.await(closing);
        assertEquals(List.of("start", "drain", "stop"), events);
        assertThrows(ConnectException.class, this::ready);
    }

    @Test
    void showsPagesOfItsProcessAndSaysSoWhenOneFails() throws IOException, InterruptedException {
        ground.show("/metrics", "text/plain", () -> Future.succeededFuture("watts 7\n"));
        ground.show("/node", "application/json", () -> Future.failedFuture("not started"));

        assertEquals("watts 7\n", get("/metrics").body());
        assertEquals(503, get("/node").statusCode());
        assertEquals("not started", get("/node").body());
        assertEquals(200, get("/health/live").statusCode());
    }

    @Test
    void staysUnreadyAndStopsWhatItStartedWhenAStartFails()
            throws IOException, InterruptedException {
        Recorder service = new Recorder(Future.failedFuture("no database"));
        assertThrows(Exception.class, () -> Await.await(ground.launch(List.of(service))));
        assertEquals(List.of("start", "stop"), events);
        assertEquals(503, ready());
    }

    @Test
    void failsOnATakenPort() {
        Configuration taken = configuration("process: {ops: {port: " + ground.opsPort() + "}}");
        assertThrows(Exception.class, () -> Await.await(Ground.open(taken)));
    }

    @Test
    void wantsAddressesOfItsPeers() {
        for (String peers :
                new String[] {
                    "{router: nowhere}", "{billing: \"host:\"}", "{twin-http: \"http://host\"}"
                }) {
            Configuration wrong = configuration("peers: " + peers);
            assertThrows(ConfigException.class, () -> Ground.open(wrong), peers);
        }
        assertEquals(8_090, ground.peers().routerAddress().port());
        assertEquals("127.0.0.1", ground.peers().billingAddress().host());
    }
}
