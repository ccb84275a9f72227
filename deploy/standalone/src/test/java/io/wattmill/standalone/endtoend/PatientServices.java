// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.twin.replay.client.ReplayConfig;

import java.time.Duration;
import java.util.Map;

/**
 * Settings with which services wait long for each other. A machine that builds may stand still for
 * seconds: a suite that is no test of silence takes nobody for dead then, and refuses nothing.
 */
final class PatientServices {

    /** As environment variables of a suite in one JVM. */
    static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("WATTMILL_SUITE_START_TIMEOUT", "180s"),
                    Map.entry("WATTMILL_GATEWAY_POSTGRES_CONNECT_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_BILLING_POSTGRES_CONNECT_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_TWIN_POSTGRES_CONNECT_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_ROUTER_FLEET_SILENCE_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_AGENT_SCRAPE_CONNECT_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_AGENT_SCRAPE_DEADLINE", "60s"),
                    Map.entry("WATTMILL_AGENT_SAMPLING_ENGINE_PATIENCE", "60s"),
                    Map.entry("WATTMILL_AGENT_SAMPLING_STALE_AFTER", "60s"),
                    Map.entry("WATTMILL_GATEWAY_RELAY_PLACE_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_GATEWAY_RELAY_CONNECT_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_GATEWAY_RELAY_FIRST_TOKEN_TIMEOUT", "10m"),
                    Map.entry("WATTMILL_GATEWAY_IDEMPOTENCY_TIMEOUT", "20s"),
                    Map.entry("WATTMILL_GATEWAY_LENDING_TIMEOUT", "60s"),
                    Map.entry("WATTMILL_GATEWAY_LENDING_GRANT_WAIT", "60s"));

    /** How a client waits that replays a trace against such a suite. */
    static final ReplayConfig REPLAY =
            Configuration.parse("replay: {connect-timeout: 60s}", Map.of())
                    .section("replay", ReplayConfig.class);

    /** A new, empty database, for a connection to which they wait as long. */
    static PostgresConfig database() {
        var fresh = TestPostgres.fresh();
        return new PostgresConfig(
                fresh.host(),
                fresh.port(),
                fresh.database(),
                fresh.user(),
                fresh.password(),
                fresh.ownerUser(),
                fresh.ownerPassword(),
                fresh.poolSize(),
                fresh.maxWaiting(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    private PatientServices() {}
}
