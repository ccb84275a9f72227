// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.trust.Seal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the usage API takes over a day of many requests, in buckets of a minute and three
 * groups, while requests are settled: the hour of all projects that an admin sees, and the day of
 * one project, each once a second.
 */
public final class UsageBench {

    private static final long US = 1_000_000L;
    private static final long DAY_S = 86_400;
    private static final int ROWS_PER_BOOKING = 10_000;
    private static final String GROUPS =
            "&bucket_width=1m&group_by=project_id&group_by=model&group_by=service_tier";

    /**
     * As it comes, but for prices that agree with what the load claims, and without sealing: blocks
     * of the bookings made here would be of millions of rows.
     */
    private static final String SETUP =
            """
            billing:
              chain: {interval: 24h}
              prices:
                book:
                  lines:
                    - {model: model-0, input: 0.18, cache-read: 0.09, output: 0.18}
                    - {model: model-1, input: 0.18, cache-read: 0.09, output: 0.18}
                    - {model: model-2, input: 0.18, cache-read: 0.09, output: 0.18}
            """;

    private final BillingWorld world;
    private final HttpClient http = HttpClient.newHttpClient();

    private UsageBench(BillingWorld world) {
        this.world = world;
    }

    /** A page that is asked for again and again, and how long each answer took. */
    private record Page(String name, String path, Principal who, List<Long> tookUs) {}

    /** Arguments: rows, seconds, settlements per second. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 120;
        int perSecond = args.length > 2 ? Integer.parseInt(args[2]) : 5_000;
        try (BillingWorld world = BillingWorld.start(SETUP + "  rollup: {interval: 24h}\n")) {
            UsageBench bench = new UsageBench(world);
            bench.fill(rows);
            bench.rollUp(rows);
            world.restart(SETUP);
            bench.measure("at rest", seconds / 2, 0);
            bench.measure("while settling", seconds, perSecond);
        }
        System.exit(0);
    }

    /** A day of requests that ends now: 20 projects of 3 keys, 3 models, 2 tiers. */
    private void fill(int rows) {
        long start = System.nanoTime();
        for (int from = 0; from < rows; from += ROWS_PER_BOOKING) {
            world.execute(
                    UsageRows.sql(from, Math.min(rows, from + ROWS_PER_BOOKING), rows, endS()));
        }
        print("%,d rows made in %.0f s%n", rows, (System.nanoTime() - start) / 1e9);
    }

    /** Bookings of 10,000 rows each, a few at a time. */
    private void rollUp(int rows) {
        PostgresCpu cpu = PostgresCpu.of(world);
        double before = cpu.seconds();
        world.restart(SETUP + "  rollup: {interval: 50ms, bookings-per-round: 5}\n");
        int bookings = Math.ceilDiv(rows, ROWS_PER_BOOKING);
        Await.until(
                () -> world.counter("wattmill_rollup_bookings") >= bookings,
                "everything is rolled up",
                Duration.ofHours(1));
        double used = cpu.seconds() - before;
        print(
                "rolled up: %,.0f rows per PostgreSQL core-second; %,d rows of minutes, %,d of"
                        + " hours, %,d series%n",
                rows / used,
                world.number("SELECT count(*) FROM usage_minute"),
                world.number("SELECT count(*) FROM usage_hour"),
                world.number("SELECT count(*) FROM usage_series"));
        world.execute("VACUUM ANALYZE");
    }

    private void measure(String name, int seconds, int perSecond)
            throws IOException, InterruptedException {
        List<Page> pages =
                List.of(
                        new Page("an hour of 20 projects", path(3_600), admin(), new ArrayList<>()),
                        new Page(
                                "a day of one project",
                                path(DAY_S),
                                tenant("project-7", "key-7-0"),
                                new ArrayList<>()));
        SettlingLoad load = SettlingLoad.start(world, perSecond);
        long startNs = System.nanoTime();
        for (int second = 1; second <= seconds; second++) {
            for (Page page : pages) {
                page.tookUs().add(ask(page));
            }
            long dueNs = startNs + second * 1_000_000_000L;
            LockSupport.parkNanos(Math.max(0, dueNs - System.nanoTime()));
        }
        print("%s (%s):%n", name, load.stop());
        for (Page page : pages) {
            report(page);
        }
    }

    private String path(long lengthS) {
        return "/v1/organization/usage/completions?limit=1440&start_time=%d&end_time=%d%s"
                .formatted(endS() - lengthS, endS(), GROUPS);
    }

    private long ask(Page page) throws IOException, InterruptedException {
        String token = world.seal.seal(page.who().toByteArray(), world.clock.nowUs());
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(world.service().httpAddress() + page.path()))
                        .header(Seal.PRINCIPAL_HEADER, token)
                        .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        long tookUs = (System.nanoTime() - start) / 1_000;
        if (response.statusCode() != 200 || response.body().length < 100_000) {
            throw new IllegalStateException(
                    response.statusCode()
                            + ": "
                            + new String(response.body(), StandardCharsets.UTF_8));
        }
        return tookUs;
    }

    /** The minute after the one that settlements go to. */
    private long endS() {
        return world.clock.nowUs() / US / 60 * 60 + 60;
    }

    private static void report(Page page) {
        List<Long> sorted = new ArrayList<>(page.tookUs());
        Collections.sort(sorted);
        print(
                "  %s: %d answers, p50 %.0f ms, p99 %.0f ms, most %.0f ms%n",
                page.name(),
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1e3,
                sorted.get((int) (sorted.size() * 0.99)) / 1e3,
                sorted.getLast() / 1e3);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
