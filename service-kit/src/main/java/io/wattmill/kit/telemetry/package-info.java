// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics: the registry, its scrape endpoint, and the counter every limit reports to. Start at
 * {@link io.wattmill.kit.telemetry.Metrics}.
 */
@NullMarked
package io.wattmill.kit.telemetry;

import org.jspecify.annotations.NullMarked;
