// SPDX-License-Identifier: Apache-2.0
/**
 * Liveness and readiness as named checks. Must not know HTTP routers beyond its two handlers. Start
 * at {@link io.wattmill.kit.health.Health}.
 */
@NullMarked
package io.wattmill.kit.health;

import org.jspecify.annotations.NullMarked;
