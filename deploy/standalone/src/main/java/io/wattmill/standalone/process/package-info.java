// SPDX-License-Identifier: Apache-2.0
/**
 * A site of several processes: which services each kind of process is made of, whom it calls, and
 * what it tells when it serves.
 *
 * <p>The counterpart of {@link io.wattmill.standalone.suite}: it composes, and decides nothing
 * about requests, energy or money. It must not know the command line. Start reading at {@link
 * io.wattmill.standalone.process.Program}.
 */
@NullMarked
package io.wattmill.standalone.process;

import org.jspecify.annotations.NullMarked;
