// SPDX-License-Identifier: Apache-2.0
/**
 * Metrics: the registry, its scrape endpoint, the counter every limit reports to, and what each
 * module says of its own. Start at {@link io.wattmill.kit.telemetry.Metrics}.
 */
@NullMarked
package io.wattmill.kit.telemetry;

import org.jspecify.annotations.NullMarked;
