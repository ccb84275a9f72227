// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.wattmill.gateway.admission.AdmissionConfig;
import io.wattmill.gateway.admission.TierConfig;
import io.wattmill.gateway.admission.Tiers;
import io.wattmill.gateway.capability.ApisConfig;
import io.wattmill.gateway.hosted.HostedConfig;
import io.wattmill.gateway.http.HttpConfig;
import io.wattmill.gateway.idempotency.IdempotencyConfig;
import io.wattmill.gateway.journal.JournalConfig;
import io.wattmill.gateway.keys.IdentityConfig;
import io.wattmill.gateway.lending.LendingConfig;
import io.wattmill.gateway.rates.RatesConfig;
import io.wattmill.gateway.recorder.RecordingConfig;
import io.wattmill.gateway.relay.RelayConfig;
import io.wattmill.gateway.responses.ResponsesConfig;
import io.wattmill.gateway.scoreboard.BoardConfig;
import io.wattmill.gateway.settle.SettleConfig;
import io.wattmill.gateway.terms.PlacementTerms;
import io.wattmill.gateway.terms.TermsBook;
import io.wattmill.gateway.tokens.TokensConfig;
import io.wattmill.gateway.tracing.TelemetryConfig;
import io.wattmill.kit.config.Setting;
import io.wattmill.kit.postgres.PostgresConfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The gateway's section of the configuration. */
public record GatewayConfig(
        @Setting(value = "data/gateway", doc = "Folder of the journal and the pepper.") Path data,
        HttpConfig http,
        IdentityConfig identity,
        AdmissionConfig admission,
        ApisConfig apis,
        TokensConfig tokens,
        IdempotencyConfig idempotency,
        RelayConfig relay,
        HostedConfig hosted,
        JournalConfig journal,
        SettleConfig settle,
        RatesConfig rates,
        LendingConfig lending,
        RecordingConfig recording,
        ResponsesConfig responses,
        BoardConfig board,
        TelemetryConfig telemetry,
        @Setting(
                        value = "",
                        doc =
                                "Tiers that callers may ask for beside the default one; any other"
                                        + " is refused.")
                Map<String, TierConfig> tiers,
        PlacementTerms placement,
        @Setting(
                        value = "",
                        doc =
                                "Projects and organizations, by id, whose requests are placed on"
                                        + " terms of their own; a tier that they name comes first.")
                Map<String, PlacementTerms> tenants,
        @Setting(
                        value = "",
                        doc =
                                "Keys, by id (`wattmill keys list`), whose requests are placed on"
                                        + " terms of their own; they come before those of the key's"
                                        + " project, and after those of a tier that is named.")
                Map<String, PlacementTerms> keys,
        PostgresConfig postgres,
        @Setting(
                        value = "30s",
                        min = 1,
                        doc = "Longest wait for requests in flight when the gateway drains.")
                Duration drainTimeout,
        @Setting(value = "5s", min = 1, doc = "Longest wait for the ledger when the gateway stops.")
                Duration flushTimeout) {

    public GatewayConfig {
        if (tiers.keySet().stream().anyMatch(Tiers::isDefault)) {
            throw new IllegalArgumentException(
                    "tiers: 'auto' and 'default' mean the default tier; its objectives are"
                            + " board.slo-*");
        }
        if (keys.keySet().stream().anyMatch(GatewayConfig::isSecret)) {
            throw new IllegalArgumentException(
                    "keys: terms are by a key's id, and one of these is a key's secret; `wattmill"
                            + " keys list` shows ids");
        }
        if (admission.maxInFlight() > journal.maxOpen()) {
            throw new IllegalArgumentException(
                    "admission.max-in-flight is above the "
                            + journal.maxOpen()
                            + " requests that one journal segment can close; raise"
                            + " journal.segment-bytes");
        }
    }

    /** Its value is not repeated in the message: configurations are logged and pasted. */
    private static boolean isSecret(String key) {
        return key.startsWith("wm_");
    }

    /** Terms that requests are placed on. */
    TermsBook terms() {
        Map<String, PlacementTerms> named =
                tiers.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, tier -> tier.getValue().terms()));
        return new TermsBook(placement, board.defaultTier().terms(), named, keys, tenants);
    }

    /** Where the pepper is. */
    Path pepperFile() {
        return identity.pepperFile().orElse(data.resolve("pepper"));
    }

    /** Where the journal is. */
    Path journalFolder() {
        return data.resolve("journal");
    }

    /** Where the last list of budgets is. */
    Path budgetFile() {
        return data.resolve("budgets");
    }

    /** Where recordings are. */
    Path recordingFolder() {
        return data.resolve("recordings");
    }
}
