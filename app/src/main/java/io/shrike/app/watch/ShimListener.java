package io.shrike.app.watch;

import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.trace.launch.ShimMessage;
import java.util.Optional;

/** The listener that a shim hands over. */
final class ShimListener {
    /** One slot of the page; a single stop thread serves one call at a time. */
    private static final int PENDING_SLOT = 256;

    private ShimListener() {}

    /** Serves over the page that the shim shares, so that it can answer in the sensor's stead. */
    static SeccompListener of(ShimMessage.Listener launched) {
        Optional<NativeBuffer> page = launched.pendingPageFd() < 0
                ? Optional.empty()
                : NativeBuffer.shared(launched.pendingPageFd(), PENDING_SLOT);
        return new SeccompListener(launched.listenerFd(), page);
    }
}
