// SPDX-License-Identifier: Apache-2.0
/** Programs that measure billing; docs/BENCHMARKS.md has their commands. No test runs them. */
@NullMarked
package io.wattmill.billing.bench;

import org.jspecify.annotations.NullMarked;
