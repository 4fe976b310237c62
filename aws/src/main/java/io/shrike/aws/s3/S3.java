package io.shrike.aws.s3;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Item;
import io.shrike.aws.access.Requests;
import io.shrike.aws.access.Service;
import io.shrike.aws.access.Settlement;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of Amazon S3, where each batch becomes an object for each hour that its events are of. */
public final class S3 extends Service<S3Client> {
    private static final String TYPE = "application/gzip";

    private final String bucket;
    private final String prefix;
    private final EventForm form;

    /** {@code prefix}: what keys begin with. */
    public S3(Access access, String bucket, String prefix, EventForm form) {
        super("s3 " + bucket, () -> client(access));
        this.bucket = bucket;
        this.prefix = prefix;
        this.form = form;
    }

    /** Checksums are given with each object. At an endpoint of its own the bucket is part of the path, for its name need not resolve. */
    private static S3Client client(Access access) {
        return access.client(S3Client.builder()
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(settings -> settings.chunkedEncodingEnabled(false)
                        .pathStyleAccessEnabled(access.endpoint().isPresent())));
    }

    @Override
    public SendResult send(List<ByteString> events) {
        Settlement settled = new Settlement(events.size());
        List<Item<StoredEvent>> stored = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            stored.add(new Item<>(
                    place, StoredEvent.of(events.get(place)), events.get(place).length()));
        }
        return Requests.send(EventObject.byHour(stored), settled, this::put);
    }

    @Override
    public boolean keepsBatches() {
        return true;
    }

    private void put(List<Item<StoredEvent>> hour, Settlement settled) {
        EventObject object = new EventObject(hour);
        byte[] content = object.content(form);
        String checksum =
                Base64.getEncoder().encodeToString(EventObject.sha256().digest(content));
        client().putObject(
                        request -> request.bucket(bucket)
                                .key(object.key(prefix))
                                .contentType(TYPE)
                                .checksumSHA256(checksum),
                        RequestBody.fromBytes(content));
        settled.delivered(hour.size());
    }
}
