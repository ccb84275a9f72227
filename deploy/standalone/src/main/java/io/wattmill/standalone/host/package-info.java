// SPDX-License-Identifier: Apache-2.0
/**
 * What the host tells about ports and processes, so that a refusal can name who is in the way.
 *
 * <p>It must not know the suite. Reading /proc may fail for lack of rights: the answer is then
 * empty, never an error. Start reading at {@link io.wattmill.standalone.host.Ports}.
 */
@NullMarked
package io.wattmill.standalone.host;

import org.jspecify.annotations.NullMarked;
