// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.discovery.Finds.Passed;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.ProcessList;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a host's other users start is sent no prompts. The agent is user 77, and trusts user 88. */
class WhoseEnginesTest {

    private static final long STRANGER = 1234;
    private static final String UNNAMED = "user 1234, whom agent.discovery.users does not name";

    private final Vertx vertx = Vertx.vertx();
    private final PageServer server = new PageServer(vertx);
    private final int port = server.url("").getPort();
    private final ProcessList host;

    WhoseEnginesTest(@TempDir Path folder) throws IOException {
        this.host = new ProcessList(folder);
        host.owner("self", 77);
        server.page("/metrics", Pages.vllm(0, 0, 0, 0)).page("/v1/models", Pages.models("m"));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void takesRootsAndItsOwnAndThoseOfTheUsersThatAreNamed() throws IOException {
        for (long user : List.of(0L, 77L, 88L)) {
            host.listener(port, user);
            Finds finds = look();

            assertEquals(1, finds.engines().size(), finds::toString);
            assertEquals(Set.of(), finds.strangers());
        }
    }

    @Test
    void passesOverAPortOfAnotherUser() throws IOException {
        host.listener(port, STRANGER);
        Finds finds = look();

        assertTrue(finds.engines().isEmpty());
        assertEquals(List.of(byPort("its port belongs to " + UNNAMED)), finds.passed());
        assertEquals(Set.of(port), finds.strangers());
    }

    @Test
    void passesOverAPortOfWhichNobodyKnowsWhoseItIs() {
        Finds finds = look();

        assertTrue(finds.engines().isEmpty());
        assertEquals(
                List.of(byPort("the kernel's list of sockets does not tell whose port it is")),
                finds.passed());
        assertEquals(Set.of(), finds.strangers());
    }

    @Test
    void passesOverARootsProcessWhosePortAnotherUserTook() throws IOException {
        host.add(70, 1, "vllm serve m --port " + port, Map.of());
        host.listener(port, STRANGER);

        assertTrue(look().engines().isEmpty());
    }

    @Test
    void believesNoProcessOfAnotherUser() throws IOException {
        host.add(70, 1, "vllm serve m -tp 8 --port " + port, Map.of());
        host.owner("70", STRANGER);
        host.listener(port, 0);
        Finds finds = look();

        assertEquals(1, finds.engines().getFirst().engine().tensorParallel());
        assertEquals("port " + port, finds.engines().getFirst().how());
        Passed stranger = new Passed(name("pid 70"), "it runs as " + UNNAMED);
        assertEquals(List.of(stranger), finds.passed());
    }

    private Passed byPort(String why) {
        return new Passed(name("port " + port), why);
    }

    private String name(String how) {
        return "vllm on port " + port + " (" + how + ")";
    }

    private Finds look() {
        String settings = "discovery: {ports: [%d], proc: %s, users: [88], deadline: 10s}";
        DiscoveryConfig config =
                Configuration.parse(settings.formatted(port, host.folder()), Map.of())
                        .section("discovery", DiscoveryConfig.class);
        EngineSearch search =
                new EngineSearch(
                        ServiceContext.of(vertx),
                        "node-1",
                        config,
                        Configuration.parse("s: {connect-timeout: 10s, deadline: 10s}", Map.of())
                                .section("s", ScrapeConfig.class));
        Finds finds = Await.await(search.look(List.of(), DeviceProcesses.UNSAID));
        Await.await(search.close());
        return finds;
    }
}
