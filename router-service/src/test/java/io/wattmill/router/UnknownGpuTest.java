// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import io.wattmill.contract.fleet.v1.NodeCommand.KindCase;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An operator learns that a GPU is predicted as if it were another. */
class UnknownGpuTest {

    private final Logger log = (Logger) LoggerFactory.getLogger("io.wattmill.router.link");
    private final Warnings warnings = new Warnings();
    private final RouterHarness router = new RouterHarness();

    private static final class Warnings extends AppenderBase<ILoggingEvent> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().startsWith("gpu type unknown")) {
                lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs());
            }
        }
    }

    @BeforeEach
    void listen() {
        warnings.start();
        log.addAppender(warnings);
    }

    @AfterEach
    void close() {
        log.detachAppender(warnings);
        router.close();
    }

    private AgentProbe hello(String gpuType, String zone) {
        return hello(gpuType, "", zone);
    }

    private AgentProbe hello(String gpuType, String driverName, String zone) {
        AgentProbe agent = new AgentProbe(router.vertx, router.links(), "n1");
        NodeHello.Builder hello = agent.helloOf(RouterHarness.SECRET).setZone(zone);
        hello.getDevicesBuilder(0).setGpuType(gpuType).setModelName(driverName);
        agent.send(NodeMessage.newBuilder().setHello(hello).build());
        agent.awaitCommand(KindCase.ACCEPTED);
        return agent;
    }

    @Test
    void isWarnedOfOnceHoweverOftenTheNodeComesBack() {
        hello("b300-nvl", "a").leave();
        hello("b300-nvl", "b").leave();
        assertEquals(1, warnings.lines.size());
        String line = warnings.lines.getFirst();
        assertTrue(line.contains("n1") && line.contains("b300-nvl"), line);
        assertTrue(line.contains("modelled_as=\"[h100-sxm]\""), line);
    }

    @Test
    void isNamedAsItsDriverDoesWhereTheAgentKnowsNoType() {
        hello("", "NVIDIA H100 PCIe", "a").leave();
        hello("", "NVIDIA H100 PCIe", "b").leave();
        hello("", "NVIDIA L4", "a").leave();
        assertEquals(2, warnings.lines.size());
        String line = warnings.lines.getFirst();
        assertTrue(line.contains("NVIDIA H100 PCIe") && line.contains("gpu-type"), line);
        assertTrue(line.contains("rtx-pro-6000"), line);
    }

    @Test
    void isWarnedOfAgainWhenItIsAnother() {
        hello("b300-nvl", "a").leave();
        hello("c400", "a").leave();
        assertEquals(2, warnings.lines.size());
    }

    @Test
    void isNoMatterWhereTheCatalogueHoldsIt() {
        hello("h200-sxm", "a").leave();
        assertTrue(warnings.lines.isEmpty(), warnings.lines.toString());
    }
}
