// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.ledger.v1.UsageRecord;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The bound: what gateways spend, settled or not, is at most the budget and those leases that were
 * given back before all their usage had come. Gateways here spend all they may, with clocks that
 * differ, crash, come back, and settle late or much later.
 */
final class OverspendTest {

    private static final long AMOUNT = 10_000;
    private static final long SKEW_US = 1_000_000;
    private static final int STEPS = 60;
    private static final int LOOK_EACH = 5;

    /** A gateway as the worst one would be. */
    private static final class Gateway {
        private final String id;
        private final long offsetUs;
        private long epoch;
        private LeaseGrant lease = LeaseGrant.getDefaultInstance();
        private long left;
        private final List<UsageRecord> journal = new ArrayList<>();

        Gateway(String id, long offsetUs) {
            this.id = id;
            this.offsetUs = offsetUs;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 0})
    void whatIsSpentIsWithinTheBudgetAndTheLeasesThatCameBackTooEarly(long fixed) {
        long seed = fixed == 0 ? System.nanoTime() : fixed;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (LeaseWorld world = new LeaseWorld()) {
            world.budget("team", "tokens", Long.toString(AMOUNT), "month", "hard");
            List<Gateway> gateways = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                long offset = random.nextLong(-SKEW_US, SKEW_US + 1);
                gateways.add(new Gateway("g" + i, offset));
            }
            long spent = 0;
            for (int step = 0; step < STEPS; step++) {
                Gateway gateway = gateways.get(random.nextInt(gateways.size()));
                spent += act(world, gateway, random);
                if (step % LOOK_EACH == 0) {
                    assertBound(world, spent, seed);
                }
            }
            gateways.forEach(gateway -> settle(world, gateway));
            assertBound(world, spent, seed);
            assertTrue(spent == world.balance("team", 513), "all of it is booked, seed " + seed);
            world.billing.verify();
        }
    }

    /** A lease is given back without its gateway's word only when it is due. */
    private static void assertBound(LeaseWorld world, long spent, long seed) {
        long early =
                world.billing.number(
                        "SELECT coalesce(sum(amount - spent), 0) FROM lease WHERE resolved_at >="
                                + " due_at");
        assertTrue(
                spent <= AMOUNT + early,
                "spent " + spent + " of " + AMOUNT + " and " + early + ", seed " + seed);
    }

    private long act(LeaseWorld world, Gateway gateway, Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> ask(world, gateway, random);
            case 3, 4, 5, 6 -> spend(world, gateway, random);
            case 7 -> settle(world, gateway);
            case 8 -> crash(gateway);
            default -> sleep(world, random);
        };
    }

    private static long ask(LeaseWorld world, Gateway gateway, Random random) {
        if (gateway.epoch == 0) {
            gateway.epoch = world.begin(gateway.id);
        }
        LeaseRequest.Builder request =
                LeaseRequest.newBuilder()
                        .setGatewayId(gateway.id)
                        .setEpoch(gateway.epoch)
                        .addWishes(
                                LeaseWish.newBuilder()
                                        .setBudgetId("team")
                                        .setAmount(1 + random.nextInt(3_000)));
        if (!gateway.lease.getLeaseId().isEmpty() && random.nextBoolean()) {
            request.addReleasedLeaseIds(gateway.lease.getLeaseId());
        }
        gateway.lease = world.ask(request).getGrants(0);
        gateway.left = gateway.lease.getAmount();
        return 0;
    }

    private long spend(LeaseWorld world, Gateway gateway, Random random) {
        long clock = world.billing.clock.nowUs() + gateway.offsetUs;
        if (gateway.left == 0 || clock >= gateway.lease.getExpiresAtUs() - SKEW_US) {
            return 0;
        }
        long amount = 1 + random.nextLong(gateway.left);
        gateway.left -= amount;
        gateway.journal.add(world.record(gateway.lease, amount));
        return amount;
    }

    private static long settle(LeaseWorld world, Gateway gateway) {
        long watermark = world.billing.clock.nowUs() + gateway.offsetUs;
        world.settle(gateway.id, watermark, gateway.journal);
        gateway.journal.clear();
        return 0;
    }

    /** Its journal is on disk, its leases were in memory. */
    private static long crash(Gateway gateway) {
        gateway.epoch = 0;
        gateway.lease = LeaseGrant.getDefaultInstance();
        gateway.left = 0;
        return 0;
    }

    private static long sleep(LeaseWorld world, Random random) {
        int seconds = random.nextInt(10) == 0 ? 100 : random.nextInt(20);
        world.billing.clock.advance(Duration.ofSeconds(seconds));
        world.awaitRound();
        return 0;
    }
}
