// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two requests of project p1, one of p2, on a node whose three GPUs took 100 W each for five
 * seconds: settled, attributed and costed. The first request was a success, the second was not.
 */
public final class MeteredMinute {

    private static final long S = 1_000_000L;
    private static final Principal OWNER = BillingWorld.tenant("p1", "key-1");

    private MeteredMinute() {}

    /** Has it happen; the world must have windows of a second. */
    public static void in(BillingWorld world) {
        long t0 = world.clock.nowUs();
        world.settle(
                Records.batch(
                        Records.record(1, t0 + S + 300_000),
                        Records.record(2, t0 + S + 400_000)
                                .setWork(WorkContext.newBuilder().setAgent("crawler")),
                        Records.record(3, t0 + S + 500_000)
                                .setPrincipal(BillingWorld.tenant("p2", "key-2"))));
        report(world, 1, true);
        report(world, 2, false);
        meter(world, t0);
    }

    private static void report(BillingWorld world, int n, boolean success) {
        String body = "{\"request_id\": \"%s\", \"success\": %s}".formatted(Records.id(n), success);
        assertEquals(200, world.post("/v1/outcomes", body, OWNER).status());
    }

    private static void meter(BillingWorld world, long t0) {
        List<MeterReport> reports = new ArrayList<>();
        for (int second = 0; second <= 5; second++) {
            long counter = 1_000 + second * 100L * S;
            reports.add(
                    Meters.report(second + 1, t0 + second * S, counter, counter, counter).build());
        }
        world.clock.advance(Duration.ofSeconds(10));
        world.report(reports).forEach(ack -> assertEquals("", ack.getRefusedReason()));
        world.settle(Records.watermark(t0 + 100 * S));
        Await.until(
                () ->
                        world.number("SELECT count(*) FROM energy_attribution") == 10
                                && world.number("SELECT count(*) FROM cost_due") == 0,
                "every window is costed");
    }
}
