// SPDX-License-Identifier: Apache-2.0
/**
 * What a process of a site stands on when each service has its own: cluster, certificates, probes,
 * and the addresses of the others. Must not know any service or contract; a main composes. Start at
 * {@link io.wattmill.kit.process.Ground}.
 */
@NullMarked
package io.wattmill.kit.process;

import org.jspecify.annotations.NullMarked;
