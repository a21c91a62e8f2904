/* Cameras for a computer that has none: loaded before the C library (LD_PRELOAD), it answers in place of /dev/video*.
 *
 * FAKE_CAMERAS names a file with a line for each camera:
 *
 *     NUMBER LAYOUT BEHAVIOUR WIDTH HEIGHT FRAMES NAME
 *
 * LAYOUT is a V4L2 format of four characters; FRAMES a file of frames, each with its length in front (4 bytes, little
 * endian), each shown for half a second, again and again. BEHAVIOUR:
 *
 *     plays      works
 *     late       works, but every tenth wait for a frame is in vain
 *     odd        works, at 7.5 frames a second and no whole number
 *     wide       works, and its rows are 64 bytes longer than its pixels
 *     silent     opens and never gives a frame
 *     unplugged  is pulled out after three frames
 *     busy       is in use by another program
 *     crowded    finds no room on the wire when it starts
 *     denied     may not be opened
 *     metadata   is a node without pictures
 *
 * What is done to them is appended to the file FAKE_CAMERAS_LOG. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_CAMERAS = 8, MOST_BUFFERS = 8, TIMES_SHOWN = 50 };

struct camera {
    int number;
    char layout[5], behaviour[16], frames[512], name[64];
    unsigned width, height;
    /* While it is open. */
    int fd, waits, given;
    int queue[MOST_BUFFERS + 1], first, last;
    unsigned char *film;
    size_t film_size, film_at;
};

static struct camera cameras[MOST_CAMERAS];
static int count;

static long real_syscall(long number, long a, long b, long c, long d, long e, long f) {
    static long (*real)(long, ...);
    if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return real(number, a, b, c, d, e, f);
}

static int real_open(const char *path, int flags, int mode) {
    return real_syscall(SYS_openat, AT_FDCWD, (long)path, flags, mode, 0, 0);
}

__attribute__((constructor)) static void read_cameras(void) {
    const char *path = getenv("FAKE_CAMERAS");
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file) return;
    while (count < MOST_CAMERAS) {
        struct camera *c = &cameras[count];
        if (fscanf(file, "%d %4s %15s %u %u %511s %63[^\n]", &c->number, c->layout, c->behaviour, &c->width, &c->height,
                   c->frames, c->name) != 7)
            break;
        c->fd = -1;
        count++;
    }
    fclose(file);
}

static void note(const char *what, const struct camera *c) {
    const char *path = getenv("FAKE_CAMERAS_LOG");
    int fd = path ? real_open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (fd < 0) return;
    dprintf(fd, "%s %d\n", what, c->number);
    real_syscall(SYS_close, fd, 0, 0, 0, 0, 0);
}

static int is(const struct camera *c, const char *behaviour) { return strcmp(c->behaviour, behaviour) == 0; }

static int fail(int error) {
    errno = error;
    return -1;
}

static struct camera *by_fd(int fd) {
    for (int i = 0; fd >= 0 && i < count; i++)
        if (cameras[i].fd == fd) return &cameras[i];
    return NULL;
}

static unsigned stride(const struct camera *c) {
    unsigned row = strcmp(c->layout, "YUYV") == 0 ? 2 * c->width : c->width;
    return is(c, "wide") ? row + 64 : row;
}

/* Whole pages, because buffers are mapped. */
static unsigned buffer_size(const struct camera *c) { return ((2 * c->width + 64) * c->height + 4095) / 4096 * 4096; }

/* Opening */

static int open_camera(struct camera *c) {
    if (is(c, "denied")) return fail(EACCES);
    note("open", c);
    c->fd = memfd_create("camera", 0);
    if (ftruncate(c->fd, (off_t)buffer_size(c) * MOST_BUFFERS) != 0) return fail(ENOMEM);
    c->first = c->last = c->waits = c->given = 0;
    c->film_at = 0;
    int film = real_open(c->frames, O_RDONLY, 0);
    if (film >= 0) {
        c->film_size = lseek(film, 0, SEEK_END);
        c->film = mmap(NULL, c->film_size, PROT_READ, MAP_PRIVATE, film, 0);
        real_syscall(SYS_close, film, 0, 0, 0, 0, 0);
    }
    return c->fd;
}

static int open_name(const struct camera *c) {
    int fd = memfd_create("name", 0);
    dprintf(fd, "%s\n", c->name);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* The file of a camera, or -2 for any other. */
static int open_ours(const char *path) {
    char node[64], name[64];
    for (int i = 0; path && i < count; i++) {
        snprintf(node, sizeof node, "/dev/video%d", cameras[i].number);
        snprintf(name, sizeof name, "/sys/class/video4linux/video%d/name", cameras[i].number);
        if (strcmp(path, node) == 0) return open_camera(&cameras[i]);
        if (strcmp(path, name) == 0) return open_name(&cameras[i]);
    }
    return -2;
}

#define OPEN(symbol)                                                                                                    \
    int symbol(const char *path, int flags, ...) {                                                                      \
        va_list more;                                                                                                   \
        va_start(more, flags);                                                                                          \
        int mode = va_arg(more, int);                                                                                   \
        va_end(more);                                                                                                   \
        int fd = open_ours(path);                                                                                       \
        return fd == -2 ? real_open(path, flags, mode) : fd;                                                            \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    struct camera *c = by_fd(fd);
    if (c) {
        note("close", c);
        c->fd = -1;
    }
    return real_syscall(SYS_close, fd, 0, 0, 0, 0, 0);
}

/* What is in /dev: our cameras and no others. */

static DIR *devices;
static int listed;

DIR *opendir(const char *path) {
    static DIR *(*real)(const char *);
    if (!real) real = (DIR * (*)(const char *)) dlsym(RTLD_NEXT, "opendir");
    DIR *folder = real(path);
    if (strcmp(path, "/dev") == 0) {
        devices = folder;
        listed = 0;
    }
    return folder;
}

struct dirent64 *readdir64(DIR *folder) {
    static struct dirent64 *(*real)(DIR *);
    static struct dirent64 ours;
    if (!real) real = (struct dirent64 * (*)(DIR *)) dlsym(RTLD_NEXT, "readdir64");
    if (folder == devices && listed < count) {
        /* Folders have no order: the last comes first. */
        ours.d_ino = 1;
        ours.d_type = DT_CHR;
        ours.d_reclen = sizeof ours;
        snprintf(ours.d_name, sizeof ours.d_name, "video%d", cameras[count - 1 - listed++].number);
        return &ours;
    }
    struct dirent64 *entry = real(folder);
    while (folder == devices && entry && strncmp(entry->d_name, "video", 5) == 0) entry = real(folder);
    return entry;
}

/* Requests */

static void set_format(const struct camera *c, struct v4l2_format *format) {
    struct v4l2_pix_format *pixels = &format->fmt.pix;
    memset(pixels, 0, sizeof *pixels);
    pixels->width = c->width;
    pixels->height = c->height;
    pixels->pixelformat = v4l2_fourcc(c->layout[0], c->layout[1], c->layout[2], c->layout[3]);
    pixels->field = V4L2_FIELD_NONE;
    pixels->bytesperline = strcmp(c->layout, "MJPG") == 0 ? 0 : stride(c);
    pixels->sizeimage = buffer_size(c);
    pixels->colorspace = V4L2_COLORSPACE_SRGB;
}

static int list_formats(const struct camera *c, struct v4l2_fmtdesc *format) {
    if (is(c, "metadata") || format->index > 0) return fail(EINVAL);
    format->flags = 0;
    strcpy((char *)format->description, c->layout);
    format->pixelformat = v4l2_fourcc(c->layout[0], c->layout[1], c->layout[2], c->layout[3]);
    return 0;
}

static int list_sizes(const struct camera *c, struct v4l2_frmsizeenum *size) {
    if (size->index > 0) return fail(EINVAL);
    size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    size->discrete.width = c->width;
    size->discrete.height = c->height;
    return 0;
}

static void set_rate(const struct camera *c, struct v4l2_fract *time) {
    time->numerator = is(c, "odd") ? 2 : 1;
    time->denominator = is(c, "odd") ? 15 : 30;
}

static int list_rates(const struct camera *c, struct v4l2_frmivalenum *rate) {
    if (rate->index > 0) return fail(EINVAL);
    rate->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    set_rate(c, &rate->discrete);
    return 0;
}

static int describe(const struct camera *c, struct v4l2_capability *camera) {
    memset(camera, 0, sizeof *camera);
    strcpy((char *)camera->driver, "shim");
    snprintf((char *)camera->card, sizeof camera->card, "%.31s", c->name);
    camera->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    camera->capabilities = camera->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int describe_buffer(const struct camera *c, struct v4l2_buffer *buffer) {
    if (buffer->index >= MOST_BUFFERS) return fail(EINVAL);
    buffer->length = buffer_size(c);
    buffer->m.offset = buffer->index * buffer_size(c);
    return 0;
}

static int put_in_queue(struct camera *c, int index) {
    for (int at = c->first; at != c->last; at = (at + 1) % (MOST_BUFFERS + 1))
        if (c->queue[at] == index) return fail(EINVAL);
    c->queue[c->last] = index;
    c->last = (c->last + 1) % (MOST_BUFFERS + 1);
    return 0;
}

static int next_frame(struct camera *c, struct v4l2_buffer *buffer) {
    uint32_t length;
    if (is(c, "unplugged") && c->given == 3) return fail(ENODEV);
    if (c->first == c->last || c->film_size < sizeof length) return fail(EAGAIN);
    usleep(10000);
    if (c->film_at + sizeof length > c->film_size) c->film_at = 0;
    memcpy(&length, c->film + c->film_at, sizeof length);
    buffer->index = c->queue[c->first];
    c->first = (c->first + 1) % (MOST_BUFFERS + 1);
    if (length > buffer_size(c) ||
        pwrite(c->fd, c->film + c->film_at + sizeof length, length, (off_t)buffer->index * buffer_size(c)) != length)
        return fail(EIO);
    c->given++;
    if (c->given % TIMES_SHOWN == 0) c->film_at += sizeof length + length;
    buffer->bytesused = length;
    buffer->flags = 0;
    return 0;
}

static int request(struct camera *c, unsigned number, void *data) {
    if (is(c, "unplugged") && c->given == 3 && number != VIDIOC_DQBUF) return fail(ENODEV);
    switch (number) {
    case VIDIOC_QUERYCAP:
        return describe(c, data);
    case VIDIOC_ENUM_FMT:
        return list_formats(c, data);
    case VIDIOC_ENUM_FRAMESIZES:
        return list_sizes(c, data);
    case VIDIOC_ENUM_FRAMEINTERVALS:
        return list_rates(c, data);
    case VIDIOC_S_FMT:
        if (is(c, "busy")) return fail(EBUSY);
        /* fall through */
    case VIDIOC_G_FMT:
        set_format(c, data);
        return 0;
    case VIDIOC_S_PARM:
    case VIDIOC_G_PARM:
        set_rate(c, &((struct v4l2_streamparm *)data)->parm.capture.timeperframe);
        return 0;
    case VIDIOC_REQBUFS:
        return 0;
    case VIDIOC_QUERYBUF:
        return describe_buffer(c, data);
    case VIDIOC_QBUF:
        return put_in_queue(c, ((struct v4l2_buffer *)data)->index);
    case VIDIOC_DQBUF:
        return next_frame(c, data);
    case VIDIOC_STREAMON:
        if (is(c, "crowded")) return fail(ENOSPC);
        note("start", c);
        return 0;
    case VIDIOC_STREAMOFF:
        note("stop", c);
        return 0;
    }
    return fail(ENOTTY);
}

long syscall(long number, ...) {
    long a[6];
    va_list more;
    va_start(more, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(more, long);
    va_end(more);
    struct camera *c = number == SYS_ioctl ? by_fd(a[0]) : NULL;
    return c ? request(c, a[1], (void *)a[2]) : real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int poll(struct pollfd *files, nfds_t number, int timeout) {
    static int (*real)(struct pollfd *, nfds_t, int);
    if (!real) real = (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");
    struct camera *c = number == 1 ? by_fd(files->fd) : NULL;
    if (!c) return real(files, number, timeout);
    if (is(c, "silent") || (is(c, "late") && c->waits++ % 10 == 0)) {
        usleep(timeout < 0 ? 60000000 : timeout * 1000);
        files->revents = 0;
        return 0;
    }
    files->revents = POLLIN;
    return 1;
}
