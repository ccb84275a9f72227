// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wattmill.agent.buffer.MemoryBacklog;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.LogLines;
import io.wattmill.agent.testing.Owned;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.Site;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Reports that an earlier run of the agent left, and billing's rule that a new run is newer. */
class LateReportsTest {

    private static final LinkConfig PATIENT = config("60s");
    private static final LinkConfig HASTY = config("200ms");

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final Site site = new Site(vertx, new RouterEnd(vertx), billing);
    private final MemoryBacklog<MeterReport> backlog = new MemoryBacklog<>(10, () -> {});
    private final Context context = vertx.getOrCreateContext();
    private BillingLink link = link(PATIENT);

    private static LinkConfig config(String ackTimeout) {
        String link = "link: {meter-backoff-min: 10ms, meter-window: 2, ack-timeout: %s}";
        return Configuration.parse(link.formatted(ackTimeout), Map.of())
                .section("link", LinkConfig.class);
    }

    private BillingLink link(LinkConfig config) {
        return new BillingLink(
                LinkGround.of(services, context, new SplittableRandom(1), config, "node-1"),
                GrpcDialer.billing(services, site.address(), config),
                backlog);
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void whatAnEarlierRunLeftComesFirst() {
        does(() -> backlog.append(report("earlier", 7)));
        does(() -> link.report(report("own", 1)));
        Await.until(() -> billing.reports().size() == 2, "both");
        assertEquals(List.of("earlier 7", "own 1"), arrived());
    }

    @Test
    void whatIsFoundAfterThisRunsOwnWasSentIsOvertakenAndNotSent() {
        does(() -> link.report(report("own", 1)));
        Await.until(() -> backlog.size() == 0, "its acknowledgement");
        for (int sequence = 7; sequence < 10; sequence++) {
            long late = sequence;
            does(() -> backlog.append(report("earlier", late)));
        }
        does(() -> link.report(report("own", 2)));
        does(() -> backlog.append(report("earlier", 10)));
        does(() -> link.report(report("own", 3)));
        Await.until(() -> backlog.size() == 0, "every acknowledgement");
        assertEquals(List.of("own 1", "own 2", "own 3"), arrived());
    }

    @Test
    void whatIsOvertakenIsCountedOnceAndWarnedOfOncePerRun() {
        link = link(HASTY);
        try (LogLines log = new LogLines()) {
            billing.answer(_ -> MeterAck.getDefaultInstance());
            does(() -> link.report(report("own", 1)));
            does(() -> backlog.append(report("earlier", 7)));
            does(() -> backlog.append(report("earlier", 8)));
            does(() -> backlog.append(report("other", 3)));
            does(() -> link.report(report("own", 2)));
            does(link::start);
            Await.until(() -> billing.sessions() > 1, "a session that comes by them again");
            billing.answer(BillingEnd::ack);
            Await.until(() -> backlog.size() == 0, "every acknowledgement");
            does(link::stop);
            assertEquals(3, overtaken());
            assertEquals(2, log.lines().stream().filter(it -> it.contains("too late")).count());
        }
    }

    private double overtaken() {
        return services.metrics()
                .get("wattmill_agent_reports_overtaken")
                .tag("node", "node-1")
                .counter()
                .count();
    }

    private List<String> arrived() {
        return billing.reports().stream()
                .map(report -> report.getBootId() + " " + report.getSequence())
                .toList();
    }

    private void does(Runnable something) {
        Owned.by(context, something);
    }

    private static MeterReport report(String boot, long sequence) {
        return MeterReport.newBuilder()
                .setNodeId("node-1")
                .setBootId(boot)
                .setSequence(sequence)
                .build();
    }
}
