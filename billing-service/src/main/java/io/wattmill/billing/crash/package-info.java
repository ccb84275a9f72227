// SPDX-License-Identifier: Apache-2.0
/**
 * Where a crash test may have this process die. Inert unless a system property arms one point;
 * knows nothing of what happens around it. Start with {@link io.wattmill.billing.crash.CrashPoint}.
 */
@NullMarked
package io.wattmill.billing.crash;

import org.jspecify.annotations.NullMarked;
