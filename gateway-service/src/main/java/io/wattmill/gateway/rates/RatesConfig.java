// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.rates;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How the rate card is kept fresh. */
public record RatesConfig(
        @Setting(value = "10s", min = 100, doc = "Time between two looks for a new rate card.")
                Duration refresh,
        @Setting(value = "5s", min = 10, doc = "Longest wait for a rate card.") Duration timeout) {}
