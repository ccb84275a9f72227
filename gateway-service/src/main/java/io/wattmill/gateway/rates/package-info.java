// SPDX-License-Identifier: Apache-2.0
/**
 * The rate card that billing serves, kept at hand.
 *
 * <p>Knows nothing of requests or tokens. Start with {@link io.wattmill.gateway.rates.RateCards}.
 */
@NullMarked
package io.wattmill.gateway.rates;

import org.jspecify.annotations.NullMarked;
